using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Ledger.Contents;

namespace Concordat.Gateway.Unmasking;

/// <summary>The entry of an answer that was let out masked, as the ledger has it.</summary>
/// <param name="Decision">Index of the entry that records the decision on the request.</param>
internal sealed record MaskedEntry(ContentId Identities, string Deployment, ImmutableArray<string> Clauses, long Decision)
{
    /// <summary>Reads an entry; null where it records no masked answer.</summary>
    public static MaskedEntry? Read(long index, byte[] entry)
    {
        using var json = JsonDocument.Parse(entry);
        var root = json.RootElement;
        return root.GetProperty("type").ValueEquals("outcome") && root.GetProperty("verdict").ValueEquals("permit")
            && root.TryGetProperty("remedy", out var remedy) && remedy.ValueEquals("mask")
            ? new MaskedEntry(
                new ContentId(
                    new EntryIndex(index), Guid.ParseExact(root.GetProperty("id").GetString()!, "N"), (byte)CommitmentKind.Identities,
                    root.GetProperty("answer").GetString()!, DateTimeOffset.Parse(root.GetProperty("time").GetString()!, CultureInfo.InvariantCulture)),
                root.GetProperty("deployment").GetString()!,
                [.. root.GetProperty("clauses").EnumerateArray().Select(static clause => clause.GetString()!)],
                root.GetProperty("decision").GetInt64())
            : null;
    }
}
