using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>Writes policies and templates as Cedar source, one condition a line.</summary>
internal static class PolicyWriter
{
    public static string Write(Policy policy) => Write(policy, id: null);

    /// <param name="policy">Policy or template; of a linked policy, what came of the template.</param>
    /// <param name="id">Where given, an annotation <c>@id</c> with it comes first.</param>
    public static string Write(Policy policy, string? id)
    {
        var text = new StringBuilder();
        if (id is not null)
        {
            text.Append("@id(").Append(CedarText.Quote(id)).Append(")\n");
        }

        foreach (var (name, value) in policy.Annotations)
        {
            text.Append('@').Append(name);
            if (!policy.BareAnnotations.Contains(name))
            {
                text.Append('(').Append(CedarText.Quote(value)).Append(')');
            }

            text.Append('\n');
        }

        text.Append(policy.Effect == Effect.Permit ? "permit (" : "forbid (");
        Scope[] scopes = [policy.Principal, policy.Action, policy.Resource];
        var isPlain = Array.TrueForAll(scopes, scope => scope.Kind == ScopeKind.Any);
        for (var i = 0; i < scopes.Length; i++)
        {
            text.Append(isPlain ? i > 0 ? ", " : "" : i > 0 ? ",\n  " : "\n  ");
            Write(scopes[i], text);
        }

        text.Append(isPlain ? ")" : "\n)");
        foreach (var condition in policy.Conditions)
        {
            text.Append(condition.IsUnless ? "\nunless { " : "\nwhen { ").Append(ExprWriter.WriteAsWritten(condition.Body)).Append(" }");
        }

        return text.Append(';').ToString();
    }

    private static void Write(Scope scope, StringBuilder text)
    {
        var word = ExprWriter.Word(scope.Variable);
        text.Append(word);
        if (scope.EntityType is not null)
        {
            text.Append(" is ").Append(scope.EntityType);
        }

        if (scope.Kind is ScopeKind.Any or ScopeKind.Is)
        {
            return;
        }

        text.Append(scope.Kind == ScopeKind.Equal ? " == " : " in ");
        if (scope.IsSlot)
        {
            text.Append('?').Append(word);
        }
        else if (scope.IsList)
        {
            text.Append('[').AppendJoin(", ", scope.Entities.Select(entity => entity.Value.ToString())).Append(']');
        }
        else
        {
            text.Append(scope.Entities[0].Value.ToString());
        }
    }
}
