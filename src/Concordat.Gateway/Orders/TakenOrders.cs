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
    /// <summary>Most of the newest entries that are looked through, in bounded time: each start and each change writes one.</summary>
    private const int MostEntries = 100_000;

    private const int Chunk = 4096;

    /// <summary>What the newest entry about orders says; null where there is none among the newest.</summary>
    public static TakenOrders? Newest(LedgerWriter ledger, CancellationToken cancellation)
    {
        if (ledger.CheckpointSize == 0)
        {
            return null;
        }

        var reader = LedgerReader.Open(ledger.Location, ledger.VerifierKey);
        var least = Math.Max(reader.First.Value, reader.Size - MostEntries);
        for (var end = reader.Size; end > least; end = Math.Max(least, end - Chunk))
        {
            cancellation.ThrowIfCancellationRequested();
            var first = Math.Max(least, end - Chunk);
            if (reader.ReadEntries(new EntryIndex(first), (int)(end - first)).Reverse().Select(Of).FirstOrDefault(found => found is not null) is { } newest)
            {
                return newest;
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
        return book.Hash == Book ? book : throw new OrderException($"the first {Count} orders and notices in the store are not those that were taken; restore it");
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
                ? new TakenOrders(book.GetString()!, count.GetInt32(), DateTimeOffset.Parse(root.GetProperty("time").GetString()!, CultureInfo.InvariantCulture))
                : null;
        }
        catch (JsonException)
        {
            return null; // an entry of the library's own users
        }
    }
}
