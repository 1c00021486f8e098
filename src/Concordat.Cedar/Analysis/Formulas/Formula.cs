namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>A test of a request in the analysable subset.</summary>
internal abstract record Formula
{
    public static Formula True { get; } = new TruthFormula(Diagrams.Logic.TrueValue);

    public static Formula False { get; } = new TruthFormula(Diagrams.Logic.FalseValue);

    public static Formula Error { get; } = new TruthFormula(Diagrams.Logic.ErrorValue);

    /// <summary>Direct parts, in order.</summary>
    public virtual IEnumerable<Formula> Parts => [];

    public static Formula Not(Formula part) =>
        part == True ? False : part == False ? True : part == Error ? Error : new NotFormula(part);

    /// <summary>Parts in order; the first that is not true decides.</summary>
    public static Formula And(params IEnumerable<Formula> parts) => Join(parts, True);

    /// <summary>Parts in order; the first that is not false decides.</summary>
    public static Formula Or(params IEnumerable<Formula> parts) => Join(parts, False);

    private static Formula Join(IEnumerable<Formula> parts, Formula neutral)
    {
        var kept = new List<Formula>();
        foreach (var part in parts)
        {
            if (part == neutral)
            {
                continue;
            }

            kept.Add(part);
            if (part is TruthFormula)
            {
                break;
            }
        }

        return kept.Count switch
        {
            0 => neutral,
            1 => kept[0],
            _ => new JoinFormula(neutral == True, [.. kept]),
        };
    }
}
