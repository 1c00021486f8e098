using System.Buffers;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Proving;
using Concordat.Agreements.Rulings;
using Concordat.Cedar;

namespace Concordat.Agreements.Deciding;

/// <summary>
/// The term <c>continuity: continue</c>: certified work goes on, with notice, in spite of findings in a grey area. Immutable and safe for use by
/// many threads.
/// </summary>
/// <remarks>
/// Only where nothing but the remedy <c>ruling</c> stands in its way, as for a ruling itself, and only on what is known: content that could not be
/// inspected, marks that could not be read and tools whose effect is unknown, grave or irreversible wait for people. Where a red line guards a
/// matter and none of the acts that it names was done, it waits too: a red line that people may open by a ruling is opened by nothing else.
/// </remarks>
internal sealed class Continuity
{
    private const string Known = """
        permit (principal, action, resource)
        when {
          ["none", "reversible"].contains(context.tool.effect) && context.content.uninspectable.isEmpty() && !context.label.malformed
        };
        """;

    private readonly CompiledPolicySet _known;
    private readonly CompiledPolicySet _guarded;
    private readonly int _guards;

    private Continuity(CompiledPolicySet known, CompiledPolicySet guarded, int guards) => (_known, _guarded, _guards) = (known, guarded, guards);

    /// <summary>The term of an agreement; none where it holds, or where it cannot be told what its red lines guard.</summary>
    public static Continuity? Of(AgreementTerms terms, AgreementModel model)
    {
        if (terms.Continuity is not "continue" || Compile(Known, model.Schema) is not { } known)
        {
            return null;
        }

        var guards = new List<string>();
        foreach (var (policy, clause) in model.Policies.Policies.Zip(model.Clauses).Where(static each => each.Second.RedLine))
        {
            if (RedLineCondition.Of(policy, clause, model.Schema, "continuity", [], out _) is not { } guard)
            {
                return null;
            }

            guards.Add(guard);
        }

        return Compile(string.Join('\n', guards), model.Schema) is { } guarded ? new Continuity(known, guarded, guards.Count) : null;
    }

    /// <summary>The verdict on certified work: a permit that names the clauses it goes on in spite of, or the same.</summary>
    public Verdict Settle(Verdict verdict, in CedarRequest request) =>
        verdict.Kind == VerdictKind.Hold && verdict.Clauses.All(static fired => fired.Error is null && RulingSet.IsRulable(fired.Clause))
            && AllKnown(request) && !AnyGuarded(request)
            ? new Verdict(VerdictKind.Permit, verdict.Clauses, Remedy.Ruling)
            : verdict;

    private static CompiledPolicySet? Compile(string text, CedarSchema schema) =>
        PolicySet.TryParse(text, "continuity", out var policies, out _) && !Validator.Validate(policies!, schema).Any(static finding => finding.Severity == CedarSeverity.Error)
            ? CompiledPolicySet.Compile(policies!, schema)
            : null;

    private bool AllKnown(in CedarRequest request)
    {
        Span<PolicyOutcome> outcome = new PolicyOutcome[1];
        _known.EvaluateAll(request, outcome);
        return outcome[0].IsSatisfied;
    }

    private bool AnyGuarded(in CedarRequest request)
    {
        var rented = ArrayPool<PolicyOutcome>.Shared.Rent(Math.Max(_guards, 1));
        try
        {
            var outcomes = rented.AsSpan(0, _guards);
            _guarded.EvaluateAll(request, outcomes);
            foreach (var outcome in outcomes)
            {
                if (outcome.IsSatisfied || outcome.IsError)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<PolicyOutcome>.Shared.Return(rented);
        }
    }
}
