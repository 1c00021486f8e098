using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis;

/// <summary>Describes a set of requests by a Cedar expression.</summary>
public static class RequestCondition
{
    /// <summary>Reads an expression such as <c>context.tool.effect == "force" &amp;&amp; !context.tool.authorized</c>.</summary>
    /// <param name="expression">The expression; the requests meant are those for which it is true.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <returns>A policy whose scope takes every request; only its conditions matter.</returns>
    /// <exception cref="CedarParseException">It is not one expression.</exception>
    public static Policy Parse(string expression, string name = "condition")
    {
        var found = new DiagnosticBag(name);
        var reader = new TokenReader(expression, found);
        try
        {
            var body = new ExprParser(reader, new NameParser(reader)).ReadExpr();
            if (!reader.AtEnd)
            {
                found.Error("not-an-expression", reader.Current.Span, "the expression ends before this");
            }

            return found.HasErrors ? throw new CedarParseException(found.Found) : Of(body, expression, name);
        }
        catch (SyntaxFault fault)
        {
            found.Add(fault.Diagnostic);
            throw new CedarParseException(found.Found);
        }
    }

    private static Policy Of(Expr body, string text, string name) => new()
    {
        Id = name,
        Effect = Effect.Permit,
        Annotations = ImmutableDictionary<string, string>.Empty,
        AnnotationSpans = ImmutableDictionary<string, SourceSpan>.Empty,
        Principal = Any(RequestVariable.Principal, body.Span),
        Action = Any(RequestVariable.Action, body.Span),
        Resource = Any(RequestVariable.Resource, body.Span),
        Conditions = [new Condition(IsUnless: false, body, body.Span)],
        Span = body.Span,
        EffectSpan = body.Span,
        Text = text,
        File = name,
    };

    private static Scope Any(RequestVariable variable, SourceSpan span) => new(variable, ScopeKind.Any, null, [], IsList: false, span);
}
