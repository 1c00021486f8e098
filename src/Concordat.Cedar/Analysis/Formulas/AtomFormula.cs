namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>A fact compared with constants; an error where the fact cannot be reached.</summary>
internal sealed record AtomFormula(Fact Fact, FactTest Test) : Formula;
