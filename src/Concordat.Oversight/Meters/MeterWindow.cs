namespace Concordat.Oversight.Meters;

/// <summary>The arithmetic of the windows: minutes, epochs, when a key has served, and what is kept of very many persons.</summary>
/// <remarks>
/// Minutes are counted from 1970-01-01 UTC. A person has one row in each count, with the minute of the last look-up: how many rows are
/// young enough is the number of distinct persons in any window that ends now.
/// Thirty days make an epoch, and each epoch has one random key. A person seen again in the next epoch moves over to its key, so two
/// rows of one count never name the same person. A key is destroyed with the last row hashed under it, at the latest 30 days after its epoch
/// ended: from then on nobody can test whether a person had been looked up.
/// Of more than <see cref="Exact"/> persons the ones seen last stay exact, and of the others, the tail, one in 2, 4, 8, … is kept, chosen by hash,
/// and stands for as many. A window that reaches into the tail holds more than <see cref="Exact"/> persons, so that counts up to that number are
/// always exact. The standard error of an estimate is below 1.5 percent of the tail while the tail grows.
/// </remarks>
public static class MeterWindow
{
    /// <summary>Counts up to this one are exact.</summary>
    public const int Exact = 10_000;

    /// <summary>Most rows of one count between two look-ups: the exact part and the tail.</summary>
    public const int MostRows = 2 * MostPart;

    /// <summary>How many rows a part may have before it is made smaller.</summary>
    internal const int MostPart = Exact + 1_000;

    internal const int HourMinutes = 60;
    internal const int DayMinutes = 24 * HourMinutes;
    internal const int MonthMinutes = 30 * DayMinutes;

    internal static long MinuteOf(DateTimeOffset now) => (now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMinute;

    internal static long EpochOf(long minute) => minute / MonthMinutes;

    internal static long FirstMinuteOfEpoch(long epoch) => epoch * MonthMinutes;

    /// <summary>What the rows of one window come to.</summary>
    /// <param name="recent">Rows of the exact part.</param>
    /// <param name="tail">Rows of the tail.</param>
    /// <param name="level">One of 2 to the power of this many persons of the tail is kept.</param>
    internal static long Estimate(long recent, long tail, int level) =>
        level == 0 || tail == 0 ? recent + tail : Math.Max(Exact + 1, recent + (tail << level));

    /// <summary>The lowest hash that is not kept at a level, as the 16 bytes that hashes are compared to.</summary>
    internal static byte[] Threshold(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 63);
        var threshold = new byte[PersonHashes.HashBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(threshold, 1UL << (64 - level));
        return threshold;
    }
}
