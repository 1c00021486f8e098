using System.Text.Json;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>What the entries of a ledger tell of the use of grants, read as an outsider reads them.</summary>
internal sealed class ToldUses
{
    private readonly Dictionary<string, (int ByRequest, int Alone)> _told = new(StringComparer.Ordinal);

    public ToldUses(IReadOnlyList<byte[]> entries)
    {
        foreach (var bytes in entries)
        {
            using var parsed = JsonDocument.Parse(bytes);
            var entry = parsed.RootElement;
            var type = Text(entry, "type");
            if (type == "grant")
            {
                Assert.Equal("used", Text(entry, "act"));
                Add(entry, 0, 1);
            }
            else if (Text(entry, "release") == (type == "rejection" ? "consumed" : "released"))
            {
                Add(entry, 1, 0);
            }

            foreach (var call in entry.TryGetProperty("calls", out var calls) ? [.. calls.EnumerateArray()] : Array.Empty<JsonElement>())
            {
                if (Text(call, "release") == "released")
                {
                    Add(call, 1, 0);
                }
            }
        }
    }

    /// <summary>How many entries of requests tell of its use, and how many that are about the use alone.</summary>
    public (int ByRequest, int Alone) Of(string id) => _told.GetValueOrDefault(id);

    private void Add(JsonElement told, int byRequest, int alone)
    {
        var id = Text(told, "case")!;
        var before = _told.GetValueOrDefault(id);
        _told[id] = (before.ByRequest + byRequest, before.Alone + alone);
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;
}
