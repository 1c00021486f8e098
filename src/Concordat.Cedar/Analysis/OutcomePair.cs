using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>The outcomes of two policy sets side by side, for all requests of one kind.</summary>
internal sealed class OutcomePair<TOutcome>
    where TOutcome : notnull
{
    private readonly PolicySet _a;
    private readonly PolicySet _b;
    private readonly OutcomeRule<TOutcome> _rule;
    private readonly Numbering<(int A, int B)> _pairs = new();

    public OutcomePair(EnvironmentModel model, OutcomeRule<TOutcome> rule, PolicySet a, PolicySet b)
    {
        (_a, _b, _rule, Model) = (a, b, rule, model);
        Fold = new OutcomeFold<TOutcome>(model, rule);
        var (inA, inB) = (Fold.Outcome(a.Policies), Fold.Outcome(b.Policies));
        Function = model.Diagram.Apply(new DiagramOperation((x, y) => _pairs.NumberOf((x, y))), inA, inB);
    }

    public EnvironmentModel Model { get; }

    public OutcomeFold<TOutcome> Fold { get; }

    /// <summary>Which policies are the same in both sets.</summary>
    public PolicyMatch Match => field ??= PolicyMatch.Find(Model, _a, _b, Fold.AreTreatedAlike);

    /// <summary>Its values are numbers of pairs of outcomes.</summary>
    public int Function { get; }

    /// <summary>Different pairs of outcomes that occur.</summary>
    public IEnumerable<(TOutcome From, TOutcome To)> Changes =>
        from number in Model.Diagram.ValuesOf(Function).Order()
        let pair = _pairs[number]
        where pair.A != pair.B
        select (Fold.OutcomeAt(pair.A), Fold.OutcomeAt(pair.B));

    public int Where(Func<TOutcome, TOutcome, bool> outcomes) => Model.Logic.Where(
        Function, number => outcomes(Fold.OutcomeAt(_pairs[number].A), Fold.OutcomeAt(_pairs[number].B)));

    /// <exception cref="InvalidOperationException">Evaluation disagrees with the analysis.</exception>
    public void Check(Witness witness, CedarSchema schema, Func<TOutcome, TOutcome, bool> outcomes)
    {
        var inA = new WitnessCheck(_a, schema).OutcomeOf(witness, _rule);
        var inB = new WitnessCheck(_b, schema).OutcomeOf(witness, _rule);
        if (!outcomes(inA, inB))
        {
            throw WitnessCheck.Disagreement(witness, $"outcomes {inA} and {inB}");
        }
    }
}
