using System.Runtime.InteropServices;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Suspicion;

/// <summary>How much a text looks like crossing each red line, 0 where it does not; from 40 on it is possible, from 70 on likely, to 100.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RedLineScores(int Surveillance, int Force, int Decisions)
{
    public static RedLineScores Max(RedLineScores left, RedLineScores right) => new(
        Math.Max(left.Surveillance, right.Surveillance), Math.Max(left.Force, right.Force), Math.Max(left.Decisions, right.Decisions));

    public int Of(RedLine line) => line switch
    {
        RedLine.Surveillance => Surveillance,
        RedLine.Force => Force,
        _ => Decisions,
    };
}
