using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>What a proof finds beside the red lines: clauses that never hold, that hold always, and that change no verdict.</summary>
internal sealed class ClauseReview(AgreementModel model, PolicyAnalyzer analyzer, Decider decider, string place, DiagnosticList found)
{
    private readonly Passage _passage = new(analyzer);
    private readonly (Policy Policy, Clause Clause)[] _all = [.. model.Policies.Policies.Zip(model.Clauses)];

    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var each in _all)
        {
            if (_passage.Find([(each.Policy.Text, true)], cancellationToken) is not { } witness)
            {
                Report(each, AgreementCodes.ClauseDead, "never holds: no facts fulfil it; correct its condition, or strike it", each.Clause.RedLine);
            }
            else if (each.Clause.Effect == Effect.Forbid)
            {
                ReviewProhibition(each, witness, cancellationToken);
            }
        }
    }

    private void ReviewProhibition((Policy Policy, Clause Clause) each, Witness witness, CancellationToken cancellationToken)
    {
        var scope = PolicyText.Head(each.Policy) + ";";
        if (!each.Policy.Conditions.IsEmpty && _passage.Find([(scope, true), (each.Policy.Text, false)], cancellationToken) is null)
        {
            Report(each, AgreementCodes.ClauseVacuous, "holds whatever the facts are, as if it had no condition; correct its condition, or leave it out");
        }

        if (!Decides(each, witness, cancellationToken))
        {
            Report(each, AgreementCodes.ClauseShadowed, $"changes no verdict: wherever it holds, {Shadow(each, cancellationToken)}; strike it, or keep it for its reason alone");
        }
    }

    // An ordinary request shows it mostly; only where none does the question costs a proof.
    private bool Decides((Policy Policy, Clause Clause) each, Witness witness, CancellationToken cancellationToken)
    {
        var own = Outcomes.Of(each.Clause.Remedy);
        var example = ExampleMaker.Make(witness.Request, new PolicyTest(each.Policy.Text, model.Schema).Holds);
        return decider.Decide(example.Request).Clauses.All(other => other.Clause == each.Clause || Milder(other.Clause))
            || _passage.Find([(each.Policy.Text, true)], Others(each).Select(other => other.Policy), other => Outcomes.OfRemedy(other) >= own, permission: true, cancellationToken) is not null;

        bool Milder(Clause other) => other.Effect == Effect.Forbid && Outcomes.Of(other.Remedy) < own;
    }

    private string Shadow((Policy Policy, Clause Clause) each, CancellationToken cancellationToken)
    {
        foreach (var (policy, clause) in Others(each).Where(other => other.Clause.Effect == Effect.Forbid && Outcomes.Of(other.Clause.Remedy) >= Outcomes.Of(each.Clause.Remedy)))
        {
            if (_passage.Find([(each.Policy.Text, true), (policy.Text, false)], cancellationToken) is null)
            {
                return $"so does `{clause.Id}` ({clause.Title})";
            }
        }

        return "others together decide as severely";
    }

    private IEnumerable<(Policy Policy, Clause Clause)> Others((Policy Policy, Clause Clause) each) =>
        _all.Where(other => !ReferenceEquals(other.Policy, each.Policy));

    private void Report((Policy Policy, Clause Clause) each, string code, string message, bool error = false) => found.Add(
        new AgreementDiagnostic(
            error, code, $"clause `{each.Clause.Id}` ({each.Clause.Title}) {message}", place, each.Policy.EffectSpan.Line, each.Policy.EffectSpan.Column)
        { Clause = each.Clause.Id.ToString() });
}
