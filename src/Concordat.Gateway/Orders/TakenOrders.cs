using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Concordat.Ledger;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Which orders were gone by last, as the ledger or this process knows it: the store must hold them, whoever may sign by now.</summary>
/// <param name="Book">SHA-256 over all of them, as entries name it.</param>
/// <param name="Count">How many they are.</param>
/// <param name="When">When they were all that there were.</param>
internal sealed record TakenOrders(string Book, int Count, DateTimeOffset When)
{
    /// <summary>
    /// Ids of the suspensions and terminations by all parties together that were not over, whether these are all, and as of when; null where an older entry does not say it. What an
    /// entry has no room for is not known to have been joint; what it names is.
    /// </summary>
    public (FrozenSet<string> Ids, bool IsWhole, DateTimeOffset AsOf)? Joint { get; init; }

    /// <summary>
    /// After how many entries a running gateway says again what it goes by: a start looks through about as many, however long the ledger is. Only a
    /// ledger that nobody served from with orders or issuers of orders is looked through to its beginning, once.
    /// </summary>
    public const long SaidAgainAfter = 50_000;

    /// <summary>
    /// After how long it says so at the latest: what the ledger's retention keeps for it is no older than that while it serves.
    /// </summary>
    public static readonly TimeSpan SaidAgainWithin = TimeSpan.FromDays(1);

    /// <summary>What the newest entry about orders says, and which it is; null where the ledger has none.</summary>
    /// <param name="least">The oldest entry that is looked at.</param>
    public static (TakenOrders Taken, EntryIndex Entry)? Newest(LedgerReader ledger, EntryIndex least, CancellationToken cancellation)
    {
        foreach (var (index, entry) in ledger.NewestFirst(least, cancellation))
        {
            if (Of(entry) is { } taken)
            {
                return (taken, index);
            }
        }

        return null;
    }

    /// <summary>The book of the documents that were taken, among those that the store has.</summary>
    /// <exception cref="OrderException">Some are gone, or others than they were.</exception>
    public OrderBook Among(IReadOnlyList<StoredDocument> rows, OrderTerms terms)
    {
        if (rows.Count < Count)
        {
            throw new OrderException($"the store has {rows.Count} orders and notices, but {Count} were taken; restore it");
        }

        var book = OrderBook.Of(terms, rows.Take(Count));
        if (book.Hash != Book)
        {
            throw new OrderException($"the first {Count} orders and notices in the store are not those that were taken; restore it");
        }

        // The hash is over what was signed, and not over the signatures nor over whose they are.
        if (Joint is var (ids, isWhole, asOf))
        {
            book.RequireJoint(ids, asOf, isWhole);
        }

        return book;
    }

    private static TakenOrders? Of(byte[] entry)
    {
        if (entry.AsSpan().IndexOf("\"type\":\"orders\""u8) < 0)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(entry);
            var root = parsed.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var type) && type.ValueEquals("orders"u8)
                && root.TryGetProperty("orders", out var orders) && orders.TryGetProperty("book", out var book) && orders.TryGetProperty("count", out var count)
                && !orders.TryGetProperty("refused", out _) // recorded beside what is taken, perhaps while something is
                ? new TakenOrders(book.GetString()!, count.GetInt32(), TimeOf(orders.TryGetProperty("looked", out var looked) ? looked : root.GetProperty("time")))
                {
                    Joint = orders.TryGetProperty("joint", out var joint)
                        ? (joint.EnumerateArray().Select(static id => id.GetString()!).ToFrozenSet(StringComparer.Ordinal), IsWhole(orders, joint.GetArrayLength()), TimeOf(root.GetProperty("time")))
                        : null,
                }
                : null;
        }
        catch (JsonException)
        {
            return null; // an entry of the library's own users
        }
    }

    // Before there was a count, a full list may have been cut.
    private static bool IsWhole(JsonElement orders, int listed) =>
        orders.TryGetProperty("joint_count", out var count) ? count.GetInt32() == listed : listed < OrdersEntry.MostInForce;

    private static DateTimeOffset TimeOf(JsonElement time) => DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture);
}
