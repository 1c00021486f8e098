namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>The contrary of a test.</summary>
internal sealed record NotFormula(Formula Part) : Formula
{
    public override IEnumerable<Formula> Parts => [Part];
}
