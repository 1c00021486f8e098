using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Clauses;

/// <summary>Parts of a policy as text of their own. Comments stay behind: one at the end of a part would swallow what is put after it.</summary>
internal static class PolicyText
{
    /// <summary>Effect and scope: <c>forbid (principal, action, resource)</c>.</summary>
    public static string Head(Policy policy) =>
        $"{(policy.Effect == Effect.Permit ? "permit" : "forbid")} ({Of("principal", policy.Principal)}, {Of("action", policy.Action)}, {Of("resource", policy.Resource)})";

    /// <summary>A condition: <c>when { … }</c>.</summary>
    public static string Of(Condition condition) => $"{(condition.IsUnless ? "unless" : "when")} {{ {condition.Body} }}";

    private static string Of(string variable, Scope scope) => scope.Kind switch
    {
        ScopeKind.Any => variable,
        ScopeKind.Equal => $"{variable} == {scope.Entities[0]}",
        ScopeKind.In => $"{variable} in {Entities(scope)}",
        ScopeKind.Is => $"{variable} is {scope.EntityType}",
        ScopeKind.IsIn => $"{variable} is {scope.EntityType} in {Entities(scope)}",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope.Kind, "unknown scope"),
    };

    private static string Entities(Scope scope) => scope.IsList ? $"[{string.Join(", ", scope.Entities)}]" : $"{scope.Entities[0]}";
}
