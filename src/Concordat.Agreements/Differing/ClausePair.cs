using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Differing;

/// <summary>The same clause in two versions; one of them is none when the clause is new or gone.</summary>
internal sealed record ClausePair(Policy? Before, Clause? BeforeClause, Policy? After, Clause? AfterClause)
{
    // What a clause that is not there amounts to: it holds for no request.
    private const string Nothing = "forbid (principal, action, resource) when { false };";

    public string BeforeText => Before?.Text ?? Nothing;

    public string AfterText => After?.Text ?? Nothing;

    public Effect Effect => (After ?? Before!).Effect;

    /// <summary>Pairs the clauses of two agreements by number, in the order of their numbers; clauses written alike are left out.</summary>
    public static ImmutableArray<ClausePair> Of(AgreementModel before, AgreementModel after)
    {
        var earlier = before.Policies.Policies.Zip(before.Clauses).ToDictionary(each => each.Second.Id);
        var later = after.Policies.Policies.Zip(after.Clauses).ToDictionary(each => each.Second.Id);
        return
        [
            .. earlier.Keys.Union(later.Keys).Order().Select(id => new ClausePair(
                earlier.GetValueOrDefault(id).First, earlier.GetValueOrDefault(id).Second, later.GetValueOrDefault(id).First, later.GetValueOrDefault(id).Second))
                .Where(pair => pair.Before is null || pair.After is null || !IsSame(pair.Before, pair.After)),
        ];
    }

    /// <summary>Both versions without the conditions and exceptions that they share, in a scope that takes every request that both take.</summary>
    /// <param name="shared">Whether there are such.</param>
    public (string Before, string After) Stripped(out bool shared)
    {
        var before = Parts(Before);
        var after = Parts(After);
        var common = before.Intersect(after).ToHashSet();
        shared = common.Count > 0;
        return (Write(Before, before.Except(common)), Write(After, after.Except(common)));
    }

    // Comments and spacing make no difference.
    private static bool IsSame(Policy left, Policy right) =>
        PolicyText.Head(left) == PolicyText.Head(right) && Parts(left).SequenceEqual(Parts(right))
        && left.Annotations.Count == right.Annotations.Count
        && left.Annotations.All(annotation => right.Annotations.TryGetValue(annotation.Key, out var value) && value == annotation.Value);

    private static List<(bool IsUnless, string Text)> Parts(Policy? policy) => policy is null
        ? []
        : [.. policy.Conditions.SelectMany(condition => condition.IsUnless ? [condition.Body] : Conjuncts(condition.Body), (condition, part) => (condition.IsUnless, part.ToString()))];

    private static IEnumerable<Expr> Conjuncts(Expr expression) =>
        expression is BinaryExpr { Operator: BinaryOperator.And } and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [expression];

    private static string Write(Policy? policy, IEnumerable<(bool IsUnless, string Text)> parts) => policy is null
        ? Nothing
        : PolicyText.Head(policy) + string.Concat(parts.Select(part => $"\n{(part.IsUnless ? "unless" : "when")} {{ {part.Text} }}")) + ";";
}
