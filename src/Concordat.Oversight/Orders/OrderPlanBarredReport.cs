using System.Globalization;

namespace Concordat.Oversight.Orders;

/// <summary>A deployment that could take the place of one that an order names, but that clauses do not let the use case's requests go to.</summary>
/// <param name="Verdict">What they would decide there: <c>refuse</c> or <c>hold</c>.</param>
/// <param name="Clauses">Numbers of the clauses that decide so, and did not of the deployment that is to be replaced.</param>
/// <param name="Because">The first of them in words.</param>
/// <param name="Kinds">Of how many kinds of recorded requests this was asked; 0 where none is recorded, and it was asked of an ordinary one.</param>
/// <param name="KindsBarred">Of these, how many would not get through.</param>
/// <param name="Entry">The newest recorded request that would not; null where none is recorded.</param>
public sealed record OrderPlanBarredReport(string Deployment, string Verdict, IReadOnlyList<string> Clauses, string Because, int Kinds, int KindsBarred, long? Entry)
{
    /// <summary>What would be decided and why, such as <c>clause 7.1 would refuse (…): 1 of 3 kinds of recorded requests, such as entry 12</c>.</summary>
    public string Words()
    {
        var clauses = $"{(Clauses.Count == 1 ? "clause" : "clauses")} {string.Join(", ", Clauses)} would {Verdict}: {Because}";
        return Entry is { } entry
            ? string.Create(CultureInfo.InvariantCulture, $"{clauses}; {KindsBarred} of {Kinds} kinds of recorded requests, such as entry {entry}")
            : $"{clauses}; no request is recorded, so this was asked of an ordinary one";
    }
}
