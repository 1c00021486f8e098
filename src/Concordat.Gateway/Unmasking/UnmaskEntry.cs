using Concordat.Gateway.Recording;
using Concordat.Oversight.Keys;

namespace Concordat.Gateway.Unmasking;

/// <summary>The entries that record that identities were asked for, and that they were given: how many, from which answer, to which key.</summary>
internal static class UnmaskEntry
{
    /// <param name="act"><c>asked</c> or <c>unmasked</c>.</param>
    public static byte[] Write(string act, ApiKeyRecord key, string caseId, long entry, int count, string agreement, string safeguards, DateTimeOffset now)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("act"u8, act);
        json.Member("agreement"u8, agreement);
        json.Member("because"u8, "identities behind placeholders of a masked answer");
        json.Member("by"u8, "key " + key.Id);
        json.Member("case"u8, caseId);
        json.Name("count"u8);
        json.Long(count);
        json.Name("entry"u8);
        json.Long(entry);
        json.Member("key"u8, key.Id);
        json.Member("safeguards"u8, safeguards);
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "content");
        json.Member("use_case"u8, key.UseCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
