using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Several tests in order, joined by <c>&amp;&amp;</c> or <c>||</c>.</summary>
internal sealed record JoinFormula(bool IsAnd, ImmutableArray<Formula> Members) : Formula
{
    public override IEnumerable<Formula> Parts => Members;
}
