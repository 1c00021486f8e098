using System.Text.Json;

namespace Concordat.Evidence;

/// <summary>One entry as reports show it.</summary>
internal sealed record EvidenceEntry(long Index, JsonElement Json)
{
    public string Type => Text("type") ?? "";

    public string Time => Text("time") ?? "";

    public string Verdict => Text("verdict") ?? "";

    public IEnumerable<string> Clauses => Json.TryGetProperty("clauses", out var clauses) ? clauses.EnumerateArray().Select(static c => c.GetString() ?? "") : [];

    public string? Text(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static EvidenceEntry Read(long index, byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return new EvidenceEntry(index, json.RootElement.Clone());
    }
}
