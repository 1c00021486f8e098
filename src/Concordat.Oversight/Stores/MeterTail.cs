using System.Runtime.InteropServices;
using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores;

/// <summary>Where the tail of a count begins, and how thin it is: of persons last seen in that minute or before, one in 2^level is kept.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MeterTail(long Boundary, int Level)
{
    /// <summary>The count has no tail: every person has a row.</summary>
    public static MeterTail None => new(-1, 0);

    /// <summary>The next thinner one.</summary>
    /// <exception cref="OversightUnavailableException">It is as thin as can be.</exception>
    public MeterTail Thinner => Level < 40 ? this with { Level = Level + 1 } : throw new OversightUnavailableException("a meter of persons is full");

    public WindowCounts Counts(ReadOnlySpan<long> recentAndTail) => new(
        MeterWindow.Estimate(recentAndTail[0], recentAndTail[1], Level),
        MeterWindow.Estimate(recentAndTail[2], recentAndTail[3], Level),
        MeterWindow.Estimate(recentAndTail[4], recentAndTail[5], Level));
}
