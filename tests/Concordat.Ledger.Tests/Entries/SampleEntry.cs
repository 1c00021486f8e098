using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Entries;

/// <summary>Entries as a gateway writes them, to be changed by tests.</summary>
internal static class SampleEntry
{
    public static readonly string Hash = new('a', 64);

    public static JsonObject Configuration(int second = 0, string reason = "start") => new()
    {
        ["agreement"] = Hash,
        ["configuration"] = Hash,
        ["reason"] = reason,
        ["safeguards"] = Hash,
        ["time"] = Time(second),
        ["type"] = "configuration",
        ["v"] = 1,
    };

    public static JsonObject Decision(int exchange, int second = 0, string verdict = "permit")
    {
        var entry = Exchange("decision", exchange, second);
        entry["clauses"] = new JsonArray();
        entry["deployment"] = "sandbox";
        entry["facts"] = new JsonObject { ["operation"] = "chat" };
        entry["request"] = Hash;
        entry["verdict"] = verdict;
        return entry;
    }

    public static JsonObject Outcome(int exchange, long decision, int second = 0)
    {
        var entry = Exchange("outcome", exchange, second);
        entry["answer"] = Hash;
        entry["clauses"] = new JsonArray();
        entry["decision"] = decision;
        entry["deployment"] = "sandbox";
        entry["facts"] = new JsonObject();
        entry["status"] = 200;
        entry["verdict"] = "permit";
        return entry;
    }

    public static JsonObject Rejection(int exchange, long? decision = null, int second = 0)
    {
        var entry = Exchange("rejection", exchange, second);
        if (decision is { } index)
        {
            entry["decision"] = index;
        }

        entry["error"] = "upstream_unreachable";
        entry["request"] = Hash;
        entry["status"] = 502;
        return entry;
    }

    public static JsonObject CaseDecision(string key, string? error = null)
    {
        var entry = new JsonObject
        {
            ["act"] = "grant",
            ["action"] = Hash,
            ["agreement"] = Hash,
            ["approver"] = "commander",
            ["approver_key"] = key,
            ["case"] = "c1",
            ["clauses"] = new JsonArray(),
            ["party"] = "department",
            ["role"] = "commander",
            ["safeguards"] = Hash,
            ["signature"] = "YQ==",
            ["statement"] = Hash,
            ["time"] = Time(0),
            ["type"] = "case-decision",
            ["use_case"] = "range",
            ["v"] = 1,
        };
        if (error is not null)
        {
            entry["error"] = error;
        }

        return entry;
    }

    public static JsonObject SignerRevocation(string key) => new()
    {
        ["agreements"] = new JsonArray(Hash),
        ["because"] = "stolen",
        ["by"] = "operator",
        ["signer"] = key,
        ["time"] = Time(0),
        ["type"] = "signer-revocation",
        ["v"] = 1,
    };

    public static byte[] Bytes(JsonObject entry) => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(entry.ToJsonString()));

    public static string Time(int second) =>
        new DateTime(2026, 11, 22, 7, 0, 0, DateTimeKind.Utc).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Exchange(string type, int exchange, int second) => new()
    {
        ["agreement"] = Hash,
        ["id"] = exchange.ToString("x32", CultureInfo.InvariantCulture),
        ["key"] = "k1",
        ["safeguards"] = Hash,
        ["time"] = Time(second),
        ["type"] = type,
        ["use_case"] = "maintenance",
        ["v"] = 1,
    };
}
