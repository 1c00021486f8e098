using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Differing;

/// <summary>Reads a condition as the alternatives of which one must hold: <c>a &amp;&amp; (b || c)</c> is <c>a &amp;&amp; b</c> or <c>a &amp;&amp; c</c>.</summary>
internal static class Alternatives
{
    private const int Most = 40;

    /// <summary>The alternatives as Cedar text; the condition as it stands where there are too many.</summary>
    public static ImmutableArray<string> Of(IEnumerable<Expr> conditions)
    {
        var all = conditions.ToList();
        ImmutableArray<string> alternatives = ["true"];
        foreach (var condition in all)
        {
            alternatives = Join(alternatives, Of(condition));
            if (alternatives.Length > Most)
            {
                return [string.Join(" && ", all.Select(each => $"({each})"))];
            }
        }

        return alternatives;
    }

    private static ImmutableArray<string> Of(Expr expression) => expression switch
    {
        BinaryExpr { Operator: BinaryOperator.Or } either => [.. Of(either.Left), .. Of(either.Right)],
        BinaryExpr { Operator: BinaryOperator.And } both when Of(both.Left) is var left && Of(both.Right) is var right && left.Length * right.Length <= Most =>
            Join(left, right),
        _ => [$"({expression})"],
    };

    private static ImmutableArray<string> Join(ImmutableArray<string> left, ImmutableArray<string> right) =>
        [.. left.SelectMany(_ => right, (one, other) => one == "true" ? other : $"{one} && {other}")];
}
