namespace Concordat.Oversight.Meters;

/// <summary>The arithmetic of the window: days, epochs, and when a key has served.</summary>
/// <remarks>
/// Days are counted from 1970-01-01 UTC. Thirty days make an epoch, and each use case has one random key per epoch. A person seen in
/// an epoch is kept under that epoch's key; when seen again in the next one, the entry moves over. So the entries of two epochs
/// never name the same person and the window's count is a plain sum. An epoch's key is destroyed with its last entry, at the latest
/// 31 days after the epoch ended: from then on nobody can test whether a person had been looked up.
/// </remarks>
internal static class MeterWindow
{
    /// <summary>Length of the window and of an epoch, in days.</summary>
    public const int Days = 30;

    public static long DayOf(DateTimeOffset now) => (now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerDay;

    public static long EpochOf(long day) => day / Days;

    public static long FirstDayOfEpoch(long epoch) => epoch * Days;

    /// <summary>The oldest day that still counts.</summary>
    public static long FirstDayOf(long today) => today - Days;
}
