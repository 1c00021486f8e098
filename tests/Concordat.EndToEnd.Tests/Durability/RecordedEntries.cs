using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;
using Concordat.Ledger;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>The entries of a ledger, read as an outsider reads them.</summary>
internal sealed class RecordedEntries
{
    private readonly List<JsonElement> _entries;
    private readonly ILookup<string, JsonElement> _byRequest;

    private RecordedEntries(List<JsonElement> entries)
    {
        _entries = entries;
        _byRequest = entries.Where(entry => entry.TryGetProperty("id", out _)).ToLookup(entry => entry.GetProperty("id").GetString()!);
    }

    public int Count => _entries.Count;

    /// <summary>Reads everything, once the checkpoint covers an entry.</summary>
    public static async Task<RecordedEntries> ReadAsync(string ledger, string logKey, long covering, CancellationToken cancellationToken)
    {
        var reader = LedgerReader.Open(ledger, logKey);
        await Eventually.TrueAsync(
            $"the checkpoint covers entry {covering}",
            () =>
            {
                reader.Refresh();
                return Task.FromResult(reader.Size > covering);
            },
            cancellationToken);
        return new RecordedEntries([.. reader.ReadEntries(new EntryIndex(0), checked((int)reader.Size)).Select(bytes => JsonDocument.Parse(bytes).RootElement)]);
    }

    /// <summary>What was promised by answering: the entry that was named, the decision, and where there was an answer its outcome.</summary>
    public void AssertHolds(ReceivedAnswer answer)
    {
        Assert.True(answer.Entry < Count, $"{answer} names an entry beyond the {Count} that there are");
        var named = _entries[(int)answer.Entry];
        Assert.Equal(answer.Request, named.GetProperty("id").GetString());
        Assert.Equal(answer.Verdict, named.GetProperty("verdict").GetString());
        Assert.Equal(answer.Case, named.TryGetProperty("case", out var held) ? held.GetString() : null);
        var types = _byRequest[answer.Request].Select(entry => entry.GetProperty("type").GetString()).ToList();

        // a refused request has no outcome; the hold here is of what the model answered
        Assert.Equal(answer.Verdict == "refuse" ? ["decision"] : ["decision", "outcome"], types);
    }
}
