using System.Collections.Frozen;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Linting;

/// <summary>Whether a clause can hold at all, given the facts that always have one value; everything else may be anything.</summary>
internal static class FixedFacts
{
    /// <summary>The facts that the clause reads and that always have the same value.</summary>
    public static IEnumerable<KnownFact> In(Clause clause) =>
        clause.Facts.Select(KnownFacts.Find).OfType<KnownFact>().Where(fact => fact.Always is not null);

    /// <summary>Whether the policy never holds because of them.</summary>
    public static bool KeepFromHolding(Policy policy) => policy.Conditions.Any(condition => Truth(condition.Body) == condition.IsUnless);

    // True, false, or nothing where other facts decide.
    private static bool? Truth(Expr expression) => expression switch
    {
        LiteralExpr literal when literal.Value.TryBool(out var value) => value,
        AttributeExpr => Value(expression) is { } fact && fact.TryBool(out var value) ? value : null,
        UnaryExpr { Operator: UnaryOperator.Not } not => !Truth(not.Operand),
        BinaryExpr { Operator: BinaryOperator.And } and => Truth(and.Left) & Truth(and.Right),
        BinaryExpr { Operator: BinaryOperator.Or } or => Truth(or.Left) | Truth(or.Right),
        BinaryExpr { Operator: BinaryOperator.Equal } equal => Equal(equal),
        BinaryExpr { Operator: BinaryOperator.NotEqual } unequal => !Equal(unequal),
        BinaryExpr { Operator: BinaryOperator.Contains } contains => Contains(contains),
        _ => null,
    };

    private static bool? Equal(BinaryExpr equal) => Value(equal.Left) is { } left && Value(equal.Right) is { } right ? left == right : null;

    private static bool? Contains(BinaryExpr contains) =>
        Value(contains.Left) is { Kind: CedarValueKind.Set } set && Value(contains.Right) is { } element ? set.AsSet.Contains(element) : null;

    private static CedarValue? Value(Expr expression) => expression switch
    {
        LiteralExpr literal => literal.Value,
        AttributeExpr => FactPaths.Of(expression) is { } path ? KnownFacts.Find(path)?.Always : null,
        SetExpr set when set.Elements.All(element => element is LiteralExpr { Value.Kind: CedarValueKind.String }) => CedarValue.FromSet(
            set.Elements.Select(element => ((LiteralExpr)element).Value.AsString).ToFrozenSet(StringComparer.Ordinal)),
        _ => null,
    };
}
