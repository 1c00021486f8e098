using System.Globalization;
using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>Where an order bites, for people and programs.</summary>
/// <param name="Days">How far back traffic was asked for.</param>
/// <param name="Since">How far back it was counted; later than asked for where the ledger holds less, or the newest entries alone were read.</param>
/// <param name="Requests">Decisions since then, over all uses.</param>
/// <param name="Unreplaced">Uses without a deployment that could take over.</param>
/// <param name="Bills">What the bill of each deployment says about the vendors and models that the order names; none where it names neither.</param>
public sealed record OrderPlanReport(
    OrderReport Order,
    int Days,
    DateTimeOffset Since,
    long Requests,
    int Unreplaced,
    IReadOnlyList<OrderPlanUseReport> Uses,
    IReadOnlyList<OrderPlanBillReport> Bills,
    IReadOnlyList<OrderMilestoneReport> Calendar)
{
    /// <summary>Why no traffic is known, in words; null where a ledger was read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NoTraffic { get; init; }

    /// <summary>How many uses there are, what they had of traffic, and how many have no replacement, in one line.</summary>
    public string Summary() => NoTraffic is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Uses.Count} uses here, {Requests} requests in the last {Days} days, {Unreplaced} without a replacement")
        : string.Create(CultureInfo.InvariantCulture, $"{Uses.Count} uses here, {Unreplaced} without a replacement; {NoTraffic}");

    /// <summary>The findings of the bills for people: a line that counts, and then the bills.</summary>
    public IEnumerable<string> BillLines()
    {
        yield return BillSummary();
        foreach (var line in Bills.SelectMany(static bill => bill.Lines()))
        {
            yield return line;
        }
    }

    /// <summary>The findings of the bills in one line.</summary>
    public string BillSummary() => Bills.Count == 0
        ? "bills of materials: not looked into; the order names no vendor and no model of a deployment here"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"bills of materials: of {Bills.Count} deployments, {Count(OrderPlanBillReport.Contains)} contain what a target names, {Count(OrderPlanBillReport.Unknown)} unknown, {Count(OrderPlanBillReport.NoBill)} without; no deployment is stopped for what it contains");

    private int Count(string finding) => Bills.Count(bill => bill.Finding == finding);
}
