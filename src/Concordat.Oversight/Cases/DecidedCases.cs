namespace Concordat.Oversight.Cases;

/// <summary>The cases that people decided in a span of time.</summary>
/// <param name="Mean">Mean time from opening to decision; zero where nothing was decided.</param>
public sealed record DecidedCases(long Granted, long Denied, long Withdrawn, TimeSpan Mean)
{
    public long Total => Granted + Denied + Withdrawn;
}
