using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>Proves the red lines of one agreement, one by one.</summary>
internal sealed class RedLineProver(AgreementModel model, PolicyAnalyzer analyzer, Decider decider, string place)
{
    private readonly Passage _passage = new(analyzer);

    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    /// <param name="ruled">Where the panel has ruled that the red line opens: conditions, none for an agreement by itself.</param>
    public RedLineProof Prove(Policy policy, Clause clause, CancellationToken cancellationToken, params IReadOnlyList<string> ruled)
    {
        if (RedLineCondition.Of(policy, clause, model.Schema, place, ruled, out var problem) is not { } guarded)
        {
            return new RedLineProof(clause, null, problem);
        }

        // Most red lines bar the way by themselves. More clauses could only bar it further, so that nothing else need be asked.
        if (_passage.Find([(guarded, true)], [policy], Bars, permission: false, cancellationToken) is null)
        {
            return new RedLineProof(clause, null, null);
        }

        var others = model.Policies.Policies.Where(other => !ReferenceEquals(other, policy));
        var witness = _passage.Find([(guarded, true)], [policy, .. others], Bars, permission: true, cancellationToken);
        return new RedLineProof(clause, witness is null ? null : Opening(policy, guarded, witness), null);

        // A hold bars the way where the person for whom it waits is one whose act the red line names.
        bool Bars(Policy other) => Outcomes.OfRemedy(other) switch
        {
            Outcome.HeldForAuthorization => clause.Remedy == Remedy.Authorize || clause.Opens.Contains(HumanActs.Authorization),
            Outcome.HeldForRuling => clause.Opens.Contains(HumanActs.Ruling),
            Outcome.HeldForMasking => false,
            _ => true,
        };
    }

    private RedLineOpening Opening(Policy policy, string guarded, Witness witness)
    {
        var guard = new PolicyTest(guarded, model.Schema);
        var outcome = Outcomes.Of(decider.Decide(witness.Request));
        var example = ExampleMaker.Make(witness.Request, request => guard.Holds(request) && Outcomes.Of(decider.Decide(request)) == outcome);
        var exception = policy.Conditions.FirstOrDefault(
            condition => condition.IsUnless && new PolicyTest(RedLineCondition.Exception(policy, condition), model.Schema).Holds(example.Request));
        return new RedLineOpening(outcome, example, exception?.Span.Line ?? 0);
    }
}
