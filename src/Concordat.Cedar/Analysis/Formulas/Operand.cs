namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>One side of a comparison: a fact, or a constant where none is an error.</summary>
internal readonly record struct Operand(Fact? Fact, CedarValue Constant)
{
    public static Operand Error => default;

    public bool IsError => Fact is null && Constant.IsNone;
}
