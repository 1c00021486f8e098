namespace Concordat.Oversight.Cases;

/// <summary>The cases that people decided on one day, by UTC.</summary>
/// <param name="Mean">Mean time from opening to decision; zero where nothing was decided.</param>
public sealed record DecidedCases(DateOnly Day, long Granted, long Denied, long Withdrawn, TimeSpan Mean)
{
    public long Total => Granted + Denied + Withdrawn;

    public static DecidedCases None(DateOnly day) => new(day, 0, 0, 0, TimeSpan.Zero);

    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="took">Sum of the times from opening to decision, in microseconds.</param>
    internal static DecidedCases Of(int day, long granted, long denied, long withdrawn, long took) => new(
        DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day), granted, denied, withdrawn, TimeSpan.FromMicroseconds(took / Math.Max(granted + denied + withdrawn, 1)));
}
