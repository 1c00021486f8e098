using System.Buffers;
using System.Text.Json;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Keys;

/// <summary>The entries about keys that a receipt carries, each with its proof: by them, who knows an earlier key of the log checks the receipt.</summary>
/// <remarks>
/// They stand in the receipt's extra data (C2SP tlog-proof) as JSON: <c>{"keys":[{"entry":…,"hashes":[…],"index":…}]}</c>, in base64. Extra
/// data of another form is left to whoever made it.
/// </remarks>
internal static class KeyProofs
{
    /// <summary>Entries that fit into a receipt with room to spare.</summary>
    private const int Most = 32;

    /// <summary>The extra data; null when the log has no entries about keys, or more than fit.</summary>
    public static byte[]? Write(IReadOnlyList<(long Index, byte[] Entry, IReadOnlyList<TreeHash> Hashes)> proven)
    {
        if (proven.Count is 0 or > Most)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys"u8);
            foreach (var (index, entry, hashes) in proven)
            {
                json.WriteStartObject();
                json.WriteBase64String("entry"u8, entry);
                json.WriteStartArray("hashes"u8);
                foreach (var hash in hashes)
                {
                    json.WriteStringValue(hash.ToString());
                }

                json.WriteEndArray();
                json.WriteNumber("index"u8, index);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Takes the entries into the chain of keys, as far as they stand under the checkpoint that the receipt claims.</summary>
    /// <exception cref="FormatException">One is not proven, or is not rightly signed.</exception>
    public static void Read(byte[]? extra, Checkpoint claimed, LogKeys keys)
    {
        foreach (var (index, entry, hashes) in Parse(extra))
        {
            if (!MerkleProof.VerifyInclusion(index, claimed.Size, TreeHash.Leaf(entry), hashes, claimed.Root))
            {
                throw new FormatException($"the receipt's entry {index} about keys is not in the log: the hashes do not lead to the checkpoint's root");
            }

            keys.Read(index, entry);
        }
    }

    private static List<(long Index, byte[] Entry, List<TreeHash> Hashes)> Parse(byte[]? extra)
    {
        if (extra is null)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(extra);
            var list = json.RootElement.GetProperty("keys");
            return list.GetArrayLength() <= Most
                ? [.. list.EnumerateArray()
                    .Select(static k => (k.GetProperty("index").GetInt64(), k.GetProperty("entry").GetBytesFromBase64(), k.GetProperty("hashes").EnumerateArray().Select(Hash).ToList()))
                    .OrderBy(static k => k.Item1)]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return [];
        }
    }

    private static TreeHash Hash(JsonElement text) => TreeHash.TryParse(text.GetString() ?? "", out var hash) ? hash : throw new FormatException("not a hash");
}
