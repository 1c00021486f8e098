using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that clauses hinge on facts that are really produced, and on values that these facts can really have.</summary>
internal static class FactChecks
{
    public static void Run(Policy policy, Clause clause, string place, DiagnosticList found)
    {
        foreach (var condition in policy.Conditions)
        {
            Visit(condition.Body, clause, place, found);
        }

        if (FixedFacts.KeepFromHolding(policy))
        {
            var facts = string.Join(", ", FixedFacts.In(clause).Select(fact => $"`{fact.Path}` ({fact.Words}) is always {fact.Always.ToString()!.Replace('"', '`')}"));
            found.Warning(
                AgreementCodes.FactNotProduced,
                $"clause `{clause.Id}` ({clause.Title}) never takes effect: in this version of the gateway {facts}; keep it only if it may wait",
                place, policy.EffectSpan.Line, policy.EffectSpan.Column, clause.Id.ToString());
        }
    }

    private static void Visit(Expr expression, Clause clause, string place, DiagnosticList found)
    {
        if (FactPaths.Of(expression) is { } path)
        {
            CheckProduced(path, expression.Span, clause, place, found);
            return;
        }

        if (expression is BinaryExpr { Operator: not (BinaryOperator.And or BinaryOperator.Or) } comparison)
        {
            CheckValues(comparison.Left, comparison.Right, clause, place, found);
            CheckValues(comparison.Right, comparison.Left, clause, place, found);
        }

        foreach (var part in expression.Parts)
        {
            Visit(part, clause, place, found);
        }
    }

    private static void CheckProduced(string path, SourceSpan span, Clause clause, string place, DiagnosticList found)
    {
        if (KnownFacts.Find(path) is null)
        {
            found.Error(
                AgreementCodes.FactNotProduced,
                $"clause `{clause.Id}` hinges on `{path}`, which no safeguard produces, so that the gateway could decide nothing; use a fact of the base agreement's facts.md",
                place, span.Line, span.Column, clause.Id.ToString());
        }
    }

    // A value that a fact never has makes a comparison that is never true: most often a word spelt wrongly.
    private static void CheckValues(Expr fact, Expr constants, Clause clause, string place, DiagnosticList found)
    {
        if (FactPaths.Of(fact) is not { } path || KnownFacts.Find(path) is not { Values: { IsEmpty: false } values })
        {
            return;
        }

        foreach (var literal in Literals(constants))
        {
            if (literal.Value.Kind == CedarValueKind.String && !values.Contains(literal.Value.AsString, StringComparer.Ordinal))
            {
                found.Warning(
                    AgreementCodes.ValueUndefined,
                    $"clause `{clause.Id}` compares `{path}` with `{literal.Value.AsString}`, which it never is; its values are {string.Join(", ", values)}",
                    place, literal.Span.Line, literal.Span.Column, clause.Id.ToString());
            }
        }
    }

    private static IEnumerable<LiteralExpr> Literals(Expr constants) => constants switch
    {
        LiteralExpr literal => [literal],
        SetExpr set => set.Elements.OfType<LiteralExpr>(),
        _ => [],
    };
}
