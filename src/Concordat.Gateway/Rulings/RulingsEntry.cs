using Concordat.Gateway.Recording;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Rulings;

/// <summary>The entry that records which rulings a gateway goes by from now on, before it does.</summary>
internal static class RulingsEntry
{
    /// <summary>Most documents that one entry lists as added; those beyond are in its hash and its count.</summary>
    private const int MostAdded = 64;

    /// <param name="reason">One of <c>start</c>, <c>reload</c>, <c>document</c>, <c>date</c>.</param>
    public static byte[] Write(RulingBook book, RulingsInForce inForce, IEnumerable<RulingDocument> added, string reason, DateTimeOffset now)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("reason"u8, reason);
        json.Name("rulings"u8);
        json.BeginObject();
        json.Name("added"u8);
        json.BeginArray();
        foreach (var document in added.Take(MostAdded))
        {
            json.BeginObject();
            json.Member("act"u8, document.Act);
            json.Member("document"u8, document.Hash);
            json.Member("id"u8, document.Id);
            json.Member("ruling"u8, document.Ruling?.Id ?? document.Revocation!.Ruling);
            json.EndObject();
        }

        json.EndArray();
        json.Member("book"u8, book.Hash);
        json.Name("count"u8);
        json.Long(book.Stored.Length);
        json.Name("in_force"u8);
        json.BeginArray();
        foreach (var id in inForce.Ids)
        {
            json.String(id);
        }

        json.EndArray();
        json.EndObject();
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "rulings");
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
