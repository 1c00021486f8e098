namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>One of two tests, as a third says.</summary>
internal sealed record IfFormula(Formula Test, Formula Then, Formula Otherwise) : Formula
{
    public override IEnumerable<Formula> Parts => [Test, Then, Otherwise];
}
