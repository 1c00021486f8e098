using Concordat.Gateway.Recording;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>The entry that records which orders a gateway goes by from now on, before it does.</summary>
internal static class OrdersEntry
{
    /// <summary>Most documents that one entry adds.</summary>
    public const int MostAdded = 64;

    /// <summary>Most ids of a list that one entry has.</summary>
    public const int MostInForce = 500;

    /// <summary>Most bytes of a list: two of them and as many documents as may be added fit into an entry.</summary>
    private const int MostIdBytes = 20_000;

    private const int MostWords = 500;

    /// <param name="added">The documents that came with it, at most <see cref="MostAdded"/>.</param>
    /// <param name="reason">One of <c>start</c>, <c>reload</c>, <c>document</c>, <c>date</c>, <c>standing</c>, <c>refused</c>.</param>
    /// <param name="looked">When the store last had no more than the book; null where that is now.</param>
    /// <param name="refused">A document that was not taken, and why; null where none was.</param>
    public static byte[] Write(
        OrderBook book, OrdersInForce inForce, IReadOnlyList<OrderDocument> added, string reason, DateTimeOffset now, DateTimeOffset? looked = null,
        RefusedOrder? refused = null)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        if (refused is { } because)
        {
            json.Member("because"u8, because.Because.Length <= MostWords ? because.Because : because.Because[..MostWords]);
        }

        json.Name("orders"u8);
        json.BeginObject();
        json.Name("added"u8);
        json.BeginArray();
        foreach (var document in added)
        {
            Write(json, document);
        }

        json.EndArray();
        json.Member("book"u8, book.Hash);
        json.Name("count"u8);
        json.Long(book.Documents.Length);
        Ids(json, "in_force"u8, "in_force_count"u8, inForce.InForce);
        Ids(json, "joint"u8, "joint_count"u8, [.. book.Joint(now)]);
        if (looked is { } then)
        {
            json.Name("looked"u8);
            json.Time(then);
        }

        if (refused is { } one)
        {
            json.Name("refused"u8);
            Write(json, one);
        }

        json.EndObject();
        json.Member("reason"u8, reason);
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "orders");
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }

    // A list that is cut says how many there are: nobody takes a part for the whole.
    private static void Ids(CanonicalWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> count, IReadOnlyList<string> ids)
    {
        json.Name(name);
        json.BeginArray();
        var (bytes, written) = (0, 0);
        while (written < ids.Count && written < MostInForce && (bytes += ids[written].Length + 3) <= MostIdBytes)
        {
            json.String(ids[written++]);
        }

        json.EndArray();
        json.Name(count);
        json.Long(ids.Count);
    }

    private static void Write(CanonicalWriter json, RefusedOrder refused)
    {
        if (refused.Document is { } document)
        {
            Write(json, document);
            return;
        }

        json.BeginObject();
        json.Member("document"u8, refused.Hash);
        if (refused.Others > 0)
        {
            json.Name("others"u8);
            json.Long(refused.Others);
        }

        json.EndObject();
    }

    private static void Write(CanonicalWriter json, OrderDocument document)
    {
        json.BeginObject();
        json.Member("act"u8, document.Act);
        json.Member("document"u8, document.Hash);
        json.Member("id"u8, document.Id);
        json.Member("issuer"u8, document.Issuer.Id);
        if (document.Notice is { } notice)
        {
            json.Member("order"u8, notice.Order);
        }

        json.EndObject();
    }
}
