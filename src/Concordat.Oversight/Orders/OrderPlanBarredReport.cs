using System.Globalization;

namespace Concordat.Oversight.Orders;

/// <summary>A deployment that could take the place of one that an order names, but that clauses do not let the use case's requests go to.</summary>
/// <param name="Verdict">What they would decide there: <c>refuse</c> or <c>hold</c>; <c>not-asked</c> where a plan with very many replacements did not ask.</param>
/// <param name="Clauses">Numbers of the clauses that decide so, and did not of the deployment that is to be replaced.</param>
/// <param name="Because">The first of them in words.</param>
/// <param name="Kinds">Of how many kinds of recorded requests this was asked; 0 where none is recorded, and it was asked of an ordinary one.</param>
/// <param name="KindsBarred">Of these, how many would not get through.</param>
/// <param name="Entry">The newest recorded request that would not; null where none is recorded.</param>
public sealed record OrderPlanBarredReport(string Deployment, string Verdict, IReadOnlyList<string> Clauses, string Because, int Kinds, int KindsBarred, long? Entry)
{
    private const string Unasked = "not-asked";

    /// <summary>Of a deployment that was not asked about: nobody should move there unknowing.</summary>
    public static OrderPlanBarredReport NotAsked(string deployment) =>
        new(deployment, Unasked, [], "the plan has too many replacements to ask the agreement about each; plan for one use case alone", 0, 0, null);

    /// <summary>In a few words, such as <c>abroad barred by 7.2</c>.</summary>
    public string ShortWords() => Verdict == Unasked ? $"{Deployment} not asked" : $"{Deployment} barred by {string.Join(", ", Clauses)}";

    /// <summary>What would be decided and why, such as <c>clause 7.1 would refuse (…): 1 of 3 kinds of recorded requests, such as entry 12</c>.</summary>
    public string Words()
    {
        if (Verdict == Unasked)
        {
            return $"not asked: {Because}";
        }

        var clauses = $"{(Clauses.Count == 1 ? "clause" : "clauses")} {string.Join(", ", Clauses)} would {Verdict}: {Because}";
        return Entry is { } entry
            ? string.Create(CultureInfo.InvariantCulture, $"{clauses}; {KindsBarred} of {Kinds} kinds of recorded requests, such as entry {entry}")
            : $"{clauses}; no request is recorded, so this was asked of an ordinary one";
    }
}
