using System.Collections.Immutable;
using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Proves claims about policies for every request that a schema allows; exact and complete for the policies that it accepts.</summary>
/// <remarks>
/// Every claim that does not hold comes with a request that shows it, evaluated before it is reported. Policies outside the analysable
/// subset, and proofs that cost more than the options allow, are refused with <see cref="AnalysisRefusedException"/>; nothing is answered
/// approximately. Cost grows with the number of facts that policies combine, in the worst case exponentially. Safe for use by many threads.
/// </remarks>
/// <param name="schema">Types of all requests; entities are taken to fit it, and may be missing.</param>
/// <param name="options">Limits; the defaults where not given.</param>
public sealed class PolicyAnalyzer(CedarSchema schema, AnalysisOptions? options = null)
{
    private readonly AnalysisOptions _options = options ?? new AnalysisOptions();

    /// <summary>What keeps policies from being analysed, each with its place; empty when nothing does.</summary>
    public IReadOnlyList<CedarDiagnostic> Refusals(PolicySet policies) =>
        AnalysisModels.Refusals(schema, policies.Policies, new AnalysisBudget(_options, CancellationToken.None));

    /// <summary>Whether both decide every request alike.</summary>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer Equivalent(PolicySet a, PolicySet b, CancellationToken cancel = default) => Equivalent(a, b, OutcomeRules.Cedar, cancel);

    /// <summary>Whether both have the same outcome for every request.</summary>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer Equivalent<TOutcome>(PolicySet a, PolicySet b, OutcomeRule<TOutcome> rule, CancellationToken cancel = default)
        where TOutcome : notnull => Never(a, b, rule, (before, after) => !before.Equals(after), cancel);

    /// <summary>Whether <paramref name="b"/> allows nothing that <paramref name="a"/> does not.</summary>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer Subsumes(PolicySet a, PolicySet b, CancellationToken cancel = default) =>
        Never(a, b, OutcomeRules.Cedar, (inA, inB) => inB == Decision.Allow && inA == Decision.Deny, cancel);

    /// <summary>Whether no request for which a condition is true is allowed.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="condition">Requests that satisfy this policy are meant, whatever its effect; see <see cref="RequestCondition"/>.</param>
    /// <param name="cancel">Stops the proof.</param>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer NeverAllows(PolicySet policies, Policy condition, CancellationToken cancel = default) =>
        Never(policies, OutcomeRules.Cedar, decision => decision == Decision.Allow, condition, cancel);

    /// <summary>Whether no request at all is allowed.</summary>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer AlwaysDenies(PolicySet policies, CancellationToken cancel = default) =>
        Never(policies, OutcomeRules.Cedar, decision => decision == Decision.Allow, condition: null, cancel);

    /// <summary>Whether no request, or none for which a condition is true, has such an outcome.</summary>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer Never<TOutcome>(
        PolicySet policies, OutcomeRule<TOutcome> rule, Func<TOutcome, bool> outcome, Policy? condition = null, CancellationToken cancel = default)
        where TOutcome : notnull
    {
        IReadOnlyCollection<Policy> all = condition is null ? policies.Policies : [.. policies.Policies, condition];
        foreach (var model in AnalysisModels.Read(schema, all, new AnalysisBudget(_options, cancel)))
        {
            var fold = new OutcomeFold<TOutcome>(model, rule);
            var found = fold.Outcome(policies.Policies);
            var bad = model.Logic.Where(found, number => outcome(fold.OutcomeAt(number)));
            if (condition is not null)
            {
                bad = model.Logic.And(bad, model.Logic.Where(model.FunctionOf(condition), value => value == Logic.TrueValue));
            }

            if (model.Find(bad, condition is null ? policies.Policies : [condition]) is { } witness)
            {
                new WitnessCheck(policies, schema).ExpectThat(witness, rule, outcome);
                return new AnalysisAnswer(witness);
            }
        }

        return new AnalysisAnswer(Witness: null);
    }

    /// <summary>Whether no request has such outcomes under the first and the second set.</summary>
    /// <exception cref="AnalysisRefusedException">The claim cannot be proved or disproved exactly, or not within the limits.</exception>
    public AnalysisAnswer Never<TOutcome>(
        PolicySet a, PolicySet b, OutcomeRule<TOutcome> rule, Func<TOutcome, TOutcome, bool> outcomes, CancellationToken cancel = default)
        where TOutcome : notnull
    {
        foreach (var model in AnalysisModels.Read(schema, [.. a.Policies, .. b.Policies], new AnalysisBudget(_options, cancel)))
        {
            var pair = new OutcomePair<TOutcome>(model, rule, a, b);
            if (model.Find(pair.Where(outcomes), pair.Match.Changed) is { } witness)
            {
                pair.Check(witness, schema, outcomes);
                return new AnalysisAnswer(witness);
            }
        }

        return new AnalysisAnswer(Witness: null);
    }

    /// <summary>Which requests <paramref name="b"/> decides otherwise than <paramref name="a"/>.</summary>
    /// <exception cref="AnalysisRefusedException">The difference cannot be found exactly, or not within the limits.</exception>
    public PolicyDiff<Decision> Diff(PolicySet a, PolicySet b, CancellationToken cancel = default) => Diff(a, b, OutcomeRules.Cedar, cancel);

    /// <summary>Which requests have another outcome under <paramref name="b"/> than under <paramref name="a"/>.</summary>
    /// <exception cref="AnalysisRefusedException">The difference cannot be found exactly, or not within the limits.</exception>
    public PolicyDiff<TOutcome> Diff<TOutcome>(PolicySet a, PolicySet b, OutcomeRule<TOutcome> rule, CancellationToken cancel = default)
        where TOutcome : notnull => new DiffFinder<TOutcome>(schema, rule, a, b).Find(new AnalysisBudget(_options, cancel));

    /// <summary>Policies that are dead, vacuous, shadowed or can err, by Cedar's own rule.</summary>
    /// <exception cref="AnalysisRefusedException">The findings cannot be exact, or not within the limits.</exception>
    public ImmutableArray<PolicyFinding> Findings(PolicySet policies, CancellationToken cancel = default) => Findings(policies, OutcomeRules.Cedar, cancel);

    /// <summary>Policies that are dead, vacuous, shadowed or can err.</summary>
    /// <exception cref="AnalysisRefusedException">The findings cannot be exact, or not within the limits.</exception>
    public ImmutableArray<PolicyFinding> Findings<TOutcome>(PolicySet policies, OutcomeRule<TOutcome> rule, CancellationToken cancel = default)
        where TOutcome : notnull => new FindingFinder<TOutcome>(schema, rule, policies).Find(new AnalysisBudget(_options, cancel));
}
