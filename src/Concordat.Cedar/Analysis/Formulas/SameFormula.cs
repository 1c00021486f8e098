namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Two tests come out the same.</summary>
internal sealed record SameFormula(Formula Left, Formula Right) : Formula
{
    public override IEnumerable<Formula> Parts => [Left, Right];
}
