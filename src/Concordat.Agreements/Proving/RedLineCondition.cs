using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Cedar;

namespace Concordat.Agreements.Proving;

/// <summary>
/// What a red line guards: its scope and its <c>when</c>, without its exceptions, as long as none of the acts that it names was done.
/// </summary>
internal static class RedLineCondition
{
    /// <summary>Writes it as one policy; none when an act speaks of facts that the schema does not have.</summary>
    public static string? Of(Policy policy, Clause clause, CedarSchema schema, string place, IReadOnlyList<string> ruled, out AgreementDiagnostic? problem)
    {
        problem = null;
        var acts = clause.Opens.Where(act => act.Condition.Length > 0).ToList();
        foreach (var act in acts)
        {
            // An act that errs would count as not done for the clause, and as no request at all for the proof.
            var alone = PolicySet.Parse($"{PolicyText.Head(policy)} when {{ {act.Condition} }};");
            if (Validator.Validate(alone, schema).Any(found => found.Severity == CedarSeverity.Error))
            {
                var at = policy.AnnotationSpans.TryGetValue("opens", out var span) ? span : policy.EffectSpan;
                problem = new AgreementDiagnostic(
                    IsError: true, AgreementCodes.NotProvable,
                    $"clause `{clause.Id}` ({clause.Title}) opens by `{act.Name}`, which the facts of this agreement cannot show; name another act, or add the facts",
                    place, at.Line, at.Column)
                { Clause = clause.Id.ToString() };
                return null;
            }
        }

        return string.Join('\n',
        [
            PolicyText.Head(policy),
            .. policy.Conditions.Where(condition => !condition.IsUnless).Select(condition => PolicyText.Of(condition)),
            .. acts.Select(act => $"unless {{ {act.Condition} }}"),
            .. ruled.Select(condition => $"unless {{ {condition} }}"),
        ]) + ";";
    }

    /// <summary>One exception of the red line by itself.</summary>
    public static string Exception(Policy policy, Cedar.Syntax.Condition exception) =>
        $"{PolicyText.Head(policy)} when {{ {exception.Body} }};";
}
