using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Clauses;

/// <summary>Parts of a policy as they were written.</summary>
internal static class PolicyText
{
    /// <summary>Effect and scope: <c>forbid (principal, action, resource)</c>.</summary>
    public static string Head(Policy policy) => Slice(
        policy, policy.EffectSpan.Start, policy.Conditions.IsEmpty ? policy.Span.End - 1 : policy.Conditions[0].Span.Start).TrimEnd();

    /// <summary>A condition with its word and braces: <c>when { … }</c>.</summary>
    public static string Of(Policy policy, Condition condition) => Slice(policy, condition.Span.Start, condition.Span.End);

    private static string Slice(Policy policy, int start, int end) => policy.Text[(start - policy.Span.Start)..(end - policy.Span.Start)];
}
