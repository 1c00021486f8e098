using System.Globalization;
using System.Text.Json;
using Concordat.Agreements.Facts;
using Concordat.Console.Data;

namespace Concordat.Console.Reading;

/// <summary>Reads entries of the ledger for people; what an entry does not have stays empty.</summary>
internal static class EntryReader
{
    private static readonly Dictionary<string, string> Words = KnownFacts.All.ToDictionary(fact => fact.Path, fact => fact.Words, StringComparer.Ordinal);

    public static EntryView Read(long index, ReadOnlyMemory<byte> entry, AgreementView agreement)
    {
        using var json = JsonDocument.Parse(entry);
        var root = json.RootElement;
        var under = Text(root, "agreement");
        var same = agreement.Hash.Equals(under, StringComparison.Ordinal);
        var ids = root.TryGetProperty("clauses", out var clauses) ? clauses.EnumerateArray().Select(id => id.GetString()!).ToArray() : [];
        ClauseView[] known = same ? [.. ids.Select(agreement.FindClause).OfType<ClauseView>()] : [];
        return new EntryView(
            index,
            Text(root, "type") ?? "unknown",
            DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            Text(root, "use_case"),
            VerdictOf(Text(root, "verdict")),
            Text(root, "remedy"),
            under,
            LevelOf(root))
        {
            Case = Text(root, "case"),
            Release = Text(root, "release"),
            Deployment = Text(root, "deployment"),
            Model = Text(root, "model"),
            Error = Text(root, "error"),
            Safeguards = Text(root, "safeguards"),
            Decision = root.TryGetProperty("decision", out var decision) && decision.TryGetInt64(out var of) ? of : null,
            Clauses = known,
            OtherClauses = [.. ids.Except(known.Select(clause => clause.Id), StringComparer.Ordinal)],
            Facts = root.TryGetProperty("facts", out var facts) ? [.. FactsOf("", facts)] : [],
            Calls = root.TryGetProperty("calls", out var calls) ? [.. calls.EnumerateArray().Select(CallOf)] : [],
        };
    }

    private static CallView CallOf(JsonElement call) => new(
        Text(call, "tool") ?? "", Text(call, "effect") ?? "unknown", VerdictOf(Text(call, "verdict")) ?? VerdictWord.Refuse, Text(call, "case"));

    private static string? LevelOf(JsonElement root) =>
        root.TryGetProperty("facts", out var facts) && facts.TryGetProperty("label", out var label) ? Text(label, "level") : null;

    internal static VerdictWord? VerdictOf(string? word) => word switch
    {
        "permit" => VerdictWord.Permit,
        "hold" => VerdictWord.Hold,
        "refuse" => VerdictWord.Refuse,
        _ => null,
    };

    private static IEnumerable<FactView> FactsOf(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return value.EnumerateObject().SelectMany(member => FactsOf(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value));
            case JsonValueKind.False or JsonValueKind.Null:
            case JsonValueKind.Number when value.GetRawText() is "0":
            case JsonValueKind.Array when value.GetArrayLength() == 0:
            case JsonValueKind.String when value.GetString() is "" or "none":
                return [];
            case JsonValueKind.Array:
                return [Fact(path, string.Join(", ", value.EnumerateArray().Select(item => item.ToString())))];
            case JsonValueKind.True:
                return [Fact(path, "yes")];
            default:
                return [Fact(path, value.ToString())];
        }
    }

    private static FactView Fact(string path, string value) => new(path, Words.GetValueOrDefault(path, path), value);

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
