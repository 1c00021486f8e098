using System.Runtime.InteropServices;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>One red line that a judge was to be asked about.</summary>
/// <param name="Score">The suspicion without it.</param>
/// <param name="MayClear">Whether the answer may lower it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JudgedLine(RedLine Line, long Score, JudgeResult Result, bool MayClear)
{
    public bool Raises => Result == JudgeResult.Violation;

    public bool Clears => Result == JudgeResult.Clean && MayClear;

    /// <summary>The band that follows, as long as the suspicion stays what it was.</summary>
    public SuspicionBand Band => Raises ? SuspicionBand.Likely : Clears ? SuspicionBand.Absent : SuspicionBand.Possible;
}
