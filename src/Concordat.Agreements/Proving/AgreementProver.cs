using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Linting;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>
/// Proves the red lines of an agreement for all facts: wherever the <c>when</c> of one holds and none of the acts that it names was done,
/// the verdict is no milder than its remedy, whatever its exceptions and all other clauses say.
/// </summary>
public static class AgreementProver
{
    /// <summary>Proves it; costs milliseconds for agreements of the size of the base agreement.</summary>
    public static ProofReport Prove(AgreementSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new DiagnosticList();
        var model = AgreementLint.Compile(source, found);
        return Prove(source, model, found, cancellationToken);
    }

    internal static ProofReport Prove(AgreementSource source, AgreementModel? model, DiagnosticList found, CancellationToken cancellationToken)
    {
        var hash = AgreementPayload.Hash(AgreementPayload.Build(source));
        if (model is null)
        {
            return new ProofReport(source, hash, [], found.ToImmutable());
        }

        var lines = ImmutableArray.CreateBuilder<RedLineProof>();
        var analyzer = new PolicyAnalyzer(model.Schema);
        var place = source.Place(AgreementSource.ClausesFile);
        try
        {
            var decider = new Decider(model);
            foreach (var (policy, clause) in model.Policies.Policies.Zip(model.Clauses).Where(each => each.Second.RedLine))
            {
                lines.Add(ProveLine(analyzer, model, decider, policy, clause, place, cancellationToken));
            }

            new ProofFindings(analyzer, model, decider, place, found).Run(cancellationToken);
        }
        catch (AnalysisRefusedException refusal)
        {
            foreach (var reason in refusal.Diagnostics)
            {
                found.Error(AgreementCodes.NotProvable, $"nothing can be proved: {reason.Message}", place, reason.Line, reason.Column);
            }
        }

        return new ProofReport(source, hash, lines.ToImmutable(), found.ToImmutable());
    }

    private static RedLineProof ProveLine(
        PolicyAnalyzer analyzer, AgreementModel model, Decider decider, Policy policy, Clause clause, string place, CancellationToken cancellationToken)
    {
        if (RedLineCondition.Of(policy, clause, model.Schema, place, out var problem) is not { } guarded)
        {
            return new RedLineProof(clause, null, problem);
        }

        // A hold bars the way where the person for whom it waits is one whose act the red line names.
        bool Bars(Policy other) => RemedyNames.Parse(other.Annotations["remedy"]) switch
        {
            Remedy.Authorize => clause.Remedy == Remedy.Authorize || clause.Opens.Contains(HumanActs.Authorization),
            Remedy.Ruling => clause.Opens.Contains(HumanActs.Ruling),
            Remedy.Mask => false,
            _ => true,
        };

        // Most red lines bar the way by themselves. More clauses could only bar it further, so that nothing else need be asked.
        var alone = Passage.Policies(guarded, [policy]);
        if (analyzer.Never(alone, Passage.Rule(Bars, unpermitted: true), passes => passes, condition: null, cancellationToken).Holds)
        {
            return new RedLineProof(clause, null, null);
        }

        var all = Passage.Policies(guarded, [policy, .. model.Policies.Policies.Where(other => !ReferenceEquals(other, policy))]);
        var answer = analyzer.Never(all, Passage.Rule(Bars), passes => passes, condition: null, cancellationToken);
        if (answer.Holds)
        {
            return new RedLineProof(clause, null, null);
        }

        var guard = CompiledPolicySet.Compile(guarded, model.Schema);
        var outcome = Outcomes.Of(decider.Decide(answer.Witness.Request));
        var example = ExampleMaker.Make(
            answer.Witness.Request, request => Holds(guard, request) && Outcomes.Of(decider.Decide(request)) == outcome);
        return new RedLineProof(clause, new RedLineOpening(outcome, example, ExceptionLine(policy, model.Schema, example.Request)), null);
    }

    private static int ExceptionLine(Policy policy, CedarSchema schema, CedarRequest request) =>
        policy.Conditions.FirstOrDefault(
            condition => condition.IsUnless && Holds(CompiledPolicySet.Compile(RedLineCondition.Exception(policy, condition), schema), request))?.Span.Line ?? 0;

    private static bool Holds(CompiledPolicySet policy, CedarRequest request)
    {
        var outcomes = new PolicyOutcome[1];
        policy.EvaluateAll(request, outcomes);
        return outcomes[0].IsSatisfied;
    }
}
