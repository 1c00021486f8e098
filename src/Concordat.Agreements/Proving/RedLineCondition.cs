using System.Text;
using Concordat.Agreements.Diagnostics;
using Concordat.Cedar;

namespace Concordat.Agreements.Proving;

/// <summary>
/// What a red line guards: its scope and its <c>when</c>, without its exceptions, as long as none of the acts that it names was done.
/// </summary>
internal static class RedLineCondition
{
    /// <summary>Writes it as one policy; none when an act speaks of facts that the schema does not have.</summary>
    public static PolicySet? Of(Policy policy, Clause clause, CedarSchema schema, string place, out AgreementDiagnostic? problem)
    {
        problem = null;
        foreach (var act in clause.Opens.Where(act => act.Condition.Length > 0))
        {
            // An act that errs would count as not done for the clause, and as no request at all for the proof.
            var alone = PolicySet.Parse($"{Scope(policy)} when {{ {act.Condition} }};");
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

        var text = new StringBuilder(Scope(policy));
        foreach (var condition in policy.Conditions.Where(condition => !condition.IsUnless))
        {
            text.Append('\n').Append(Slice(policy, condition.Span.Start, condition.Span.End));
        }

        foreach (var act in clause.Opens.Where(act => act.Condition.Length > 0))
        {
            text.Append("\nunless { ").Append(act.Condition).Append(" }");
        }

        return PolicySet.Parse(text.Append(';').ToString());
    }

    /// <summary>One exception of the red line by itself.</summary>
    public static PolicySet Exception(Policy policy, Cedar.Syntax.Condition exception) =>
        PolicySet.Parse(Scope(policy) + "\nwhen" + Slice(policy, exception.Span.Start, exception.Span.End)["unless".Length..] + ";");

    private static string Scope(Policy policy)
    {
        var end = policy.Conditions.IsEmpty ? policy.Span.End - 1 : policy.Conditions[0].Span.Start;
        return Slice(policy, policy.EffectSpan.Start, end);
    }

    private static string Slice(Policy policy, int start, int end) => policy.Text[(start - policy.Span.Start)..(end - policy.Span.Start)];
}
