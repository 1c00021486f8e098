using System.Globalization;

namespace Concordat.Oversight.Orders;

/// <summary>What the bill of materials of one deployment says about the targets of an order. It stops nothing.</summary>
/// <param name="Finding">One of the constants here.</param>
/// <param name="Targeted">Whether the order names the deployment itself, and so has its effect there.</param>
/// <param name="Because">Why it is not known, or what weakens the finding; empty where there is nothing to say.</param>
/// <param name="Bill">SHA-256 of the bill, lower hex; null where none was read.</param>
/// <param name="Components">The components that a target names; the first ones alone where there are many.</param>
/// <param name="More">How many further ones there are.</param>
/// <param name="UseCases">The use cases that reach the deployment and that the order is about.</param>
/// <param name="Owners">Who answers for these.</param>
public sealed record OrderPlanBillReport(
    string Deployment,
    string Finding,
    bool Targeted,
    string Because,
    string? Bill,
    IReadOnlyList<OrderPlanComponentReport> Components,
    int More,
    IReadOnlyList<string> UseCases,
    IReadOnlyList<string> Owners)
{
    /// <summary>At least one component is named by a target.</summary>
    public const string Contains = "contains";

    /// <summary>A signed and complete bill names none.</summary>
    public const string NothingFound = "nothing found";

    /// <summary>None was found, but the bill cannot be read, nobody signed it, or it leaves something open.</summary>
    public const string Unknown = "unknown";

    /// <summary>The deployment has none.</summary>
    public const string NoBill = "no bill of materials";

    /// <summary>The report for people, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{Deployment}: {Finding}{(Because.Length == 0 ? "" : $" ({Because})")}; {(Targeted ? "the order names the deployment itself" : "not a target itself")}; "
            + $"reached by {string.Join(", ", UseCases)}; owner {string.Join(", ", Owners)}";
        foreach (var found in Components)
        {
            yield return $"  {found.Words()}: {found.Because}; target: {found.Target}";
        }

        if (More > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  and {More} more components");
        }
    }
}
