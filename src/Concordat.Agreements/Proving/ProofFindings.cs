using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>What a proof finds beside the red lines: clauses that never hold, that hold always, and that change no verdict.</summary>
internal sealed class ProofFindings(PolicyAnalyzer analyzer, AgreementModel model, Decider decider, string place, DiagnosticList found)
{
    private readonly (Policy Policy, Clause Clause)[] _all = [.. model.Policies.Policies.Zip(model.Clauses)];

    /// <exception cref="AnalysisRefusedException">Not exactly, or not within the limits.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var each in _all)
        {
            var alone = PolicySet.Parse(each.Policy.Text);
            var holds = analyzer.Never(alone, Satisfied, satisfied => satisfied, condition: null, cancellationToken);
            if (holds.Witness is not { } witness)
            {
                Report(each, AgreementCodes.ClauseDead, "never holds: no facts fulfil it; correct its condition, or strike it", each.Clause.RedLine);
                continue;
            }

            if (each.Clause.Effect == Effect.Forbid && !each.Policy.Conditions.IsEmpty && IsVacuous(alone, cancellationToken))
            {
                Report(each, AgreementCodes.ClauseVacuous, "holds whatever the facts are, as if it had no condition; correct its condition, or leave it out");
            }

            if (each.Clause.Effect == Effect.Forbid && !Decides(each, alone, witness, cancellationToken))
            {
                Report(each, AgreementCodes.ClauseShadowed, $"changes no verdict: wherever it holds, {Shadows(each, cancellationToken)}; strike it, or keep it for its reason alone");
            }
        }
    }

    private static OutcomeRule<bool> Satisfied { get; } = OutcomeRules.Fold(false, (_, _, kind) => kind == PolicyOutcomeKind.Satisfied);

    // Every request of its scope fulfils it: without its conditions it says the same.
    private bool IsVacuous(PolicySet alone, CancellationToken cancellationToken)
    {
        var policy = alone.Policies[0];
        var scope = PolicySet.Parse(policy.Text[..(policy.Conditions[0].Span.Start - policy.Span.Start)] + ";");
        return analyzer.Equivalent(alone, scope, Satisfied, cancellationToken).Holds;
    }

    // An ordinary request shows it mostly; only where none does the question costs a proof.
    private bool Decides((Policy Policy, Clause Clause) each, PolicySet alone, Witness witness, CancellationToken cancellationToken)
    {
        var compiled = CompiledPolicySet.Compile(alone, model.Schema);
        var example = ExampleMaker.Make(witness.Request, request => Holds(compiled, request));
        var own = Outcomes.Of(each.Clause.Remedy);
        var verdict = decider.Decide(example.Request);
        if (verdict.Clauses.All(other => other.Clause == each.Clause || Milder(other.Clause)))
        {
            return true;
        }

        var others = _all.Where(other => other.Clause != each.Clause).Select(other => other.Policy);
        return !analyzer.Never(
            Passage.Policies(alone, others), Passage.Rule(other => Outcomes.OfRemedy(other) >= own), passes => passes, condition: null, cancellationToken).Holds;

        bool Milder(Clause other) => other.Effect == Effect.Forbid && Outcomes.Of(other.Remedy) < own;
    }

    private string Shadows((Policy Policy, Clause Clause) each, CancellationToken cancellationToken)
    {
        foreach (var other in _all.Where(other => other.Clause.Effect == Effect.Forbid && other.Clause != each.Clause && other.Clause.Remedy == each.Clause.Remedy))
        {
            var both = PolicySet.Parse(each.Policy.Text + "\n" + other.Policy.Text);
            var onlyFirst = OutcomeRules.Fold((Count: 0, First: false, Second: false), (state, _, kind) => state.Count == 0
                ? (1, kind == PolicyOutcomeKind.Satisfied, false)
                : (2, state.First, kind == PolicyOutcomeKind.Satisfied));
            if (analyzer.Never(both, onlyFirst, state => state is { First: true, Second: false }, condition: null, cancellationToken).Holds)
            {
                return $"so does `{other.Clause.Id}` ({other.Clause.Title})";
            }
        }

        return "others together decide as severely";
    }

    private void Report((Policy Policy, Clause Clause) each, string code, string message, bool error = false) => found.Add(
        new AgreementDiagnostic(
            error, code, $"clause `{each.Clause.Id}` ({each.Clause.Title}) {message}", place, each.Policy.EffectSpan.Line, each.Policy.EffectSpan.Column)
        { Clause = each.Clause.Id.ToString() });

    private static bool Holds(CompiledPolicySet policy, CedarRequest request)
    {
        var outcomes = new PolicyOutcome[1];
        policy.EvaluateAll(request, outcomes);
        return outcomes[0].IsSatisfied;
    }
}
