namespace Concordat.Cedar.Analysis;

/// <summary>Describes a set of requests by a Cedar expression.</summary>
public static class RequestCondition
{
    private const string Before = "permit (principal, action, resource) when {\n";

    /// <summary>Reads an expression such as <c>context.tool.effect == "force" &amp;&amp; !context.tool.authorized</c>.</summary>
    /// <param name="expression">The expression; the requests meant are those for which it is true.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <returns>A policy whose scope takes every request; only its conditions matter.</returns>
    /// <exception cref="CedarParseException">It is not one expression.</exception>
    public static Policy Parse(string expression, string name = "condition")
    {
        if (!PolicySet.TryParse(Before + expression + "\n};", name, out var policies, out var found))
        {
            throw new CedarParseException([.. found.Select(OnOwnLine)]);
        }

        return policies.Policies is [{ Conditions.Length: 1 } only]
            ? Named(only, name)
            : throw new CedarParseException([CedarDiagnostic.Error("not-an-expression", name, new SourceSpan(0, 0, 1, 1), "the condition is more than one expression")]);
    }

    private static CedarDiagnostic OnOwnLine(CedarDiagnostic found) => found with { Line = Math.Max(1, found.Line - 1) };

    private static Policy Named(Policy policy, string name) => PolicyParts.Of(policy, name, policy.Conditions);
}
