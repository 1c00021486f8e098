namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Always false, true or an error.</summary>
internal sealed record TruthFormula(int Value) : Formula;
