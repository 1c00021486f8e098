using System.Collections.Immutable;
using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Clauses;

/// <summary>Which facts an expression reads.</summary>
internal static class FactPaths
{
    /// <summary>The facts that a policy reads, as <c>persons.presumedUs</c>, in alphabetical order.</summary>
    public static ImmutableArray<string> In(Policy policy)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var condition in policy.Conditions)
        {
            Collect(condition.Body, paths);
        }

        return [.. paths];
    }

    /// <summary>The path when the expression is a fact, as <c>context.persons.presumedUs</c>; otherwise none.</summary>
    public static string? Of(Expr expression)
    {
        if (expression is not AttributeExpr attribute)
        {
            return null;
        }

        if (attribute.Target is VariableExpr { Variable: RequestVariable.Context })
        {
            return attribute.Name;
        }

        return Of(attribute.Target) is { } outer ? outer + "." + attribute.Name : null;
    }

    private static void Collect(Expr expression, SortedSet<string> paths)
    {
        if (Of(expression) is { } path)
        {
            paths.Add(path);
            return;
        }

        foreach (var part in expression.Parts)
        {
            Collect(part, paths);
        }
    }
}
