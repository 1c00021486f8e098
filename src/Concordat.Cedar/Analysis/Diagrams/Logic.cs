namespace Concordat.Cedar.Analysis.Diagrams;

/// <summary>Cedar's three-valued logic on diagrams: a test is false, true or an error, and evaluation stops at the first part that decides.</summary>
internal sealed class Logic(Diagram diagram)
{
    public static readonly int False = Diagram.Leaf(FalseValue);
    public static readonly int True = Diagram.Leaf(TrueValue);
    public static readonly int Error = Diagram.Leaf(ErrorValue);

    public const int FalseValue = 0;
    public const int TrueValue = 1;
    public const int ErrorValue = 2;

    // Stands for "the other branch" between the two steps of a conditional.
    private const int Open = 3;

    private readonly DiagramOperation _and = new(
        (a, b) => a == TrueValue ? b : a,
        (a, b) => a == False || a == Error || b == True || a == b ? a : a == True ? b : null);

    private readonly DiagramOperation _or = new(
        (a, b) => a == FalseValue ? b : a,
        (a, b) => a == True || a == Error || b == False || a == b ? a : a == False ? b : null);

    private readonly DiagramOperation _same = new((a, b) => a == ErrorValue || b == ErrorValue ? ErrorValue : a == b ? TrueValue : FalseValue);

    private readonly DiagramOperation _then = new((a, b) => a switch { TrueValue => b, FalseValue => Open, _ => ErrorValue });

    private readonly DiagramOperation _otherwise = new((a, b) => a == Open ? b : a);

    // Of two-valued functions: where the first holds and the second does not.
    private readonly DiagramOperation _without = new(
        (a, b) => a == TrueValue && b == FalseValue ? TrueValue : FalseValue,
        (a, b) => a == False || b == True || a == b ? False : b == False ? a : null);

    public int And(int a, int b) => diagram.Apply(_and, a, b);

    public int Or(int a, int b) => diagram.Apply(_or, a, b);

    public int Without(int a, int b) => diagram.Apply(_without, a, b);

    public int Same(int a, int b) => diagram.Apply(_same, a, b);

    public int If(int test, int then, int otherwise) => diagram.Apply(_otherwise, diagram.Apply(_then, test, then), otherwise);

    public int Not(int a) => diagram.Map(a, value => value switch { FalseValue => TrueValue, TrueValue => FalseValue, _ => value });

    /// <summary>Where a function has such a value.</summary>
    public int Where(int a, Func<int, bool> chosen) => diagram.Map(a, value => chosen(value) ? TrueValue : FalseValue);
}
