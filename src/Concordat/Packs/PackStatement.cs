using System.Buffers;
using System.Text.Json;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Packs;

/// <summary>What the parties sign when they accept a safeguard pack: its version, its hash and the hashes of its files.</summary>
internal static class PackStatement
{
    public const string MediaType = "application/vnd.concordat.safeguards+json";

    /// <summary>The exact bytes that are signed, in canonical form (RFC 8785).</summary>
    public static byte[] Of(SafeguardPack pack)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version"u8, SafeguardPack.Version);
            writer.WriteString("hash"u8, pack.Hash);
            writer.WriteStartObject("files"u8);
            foreach (var file in pack.Files)
            {
                writer.WriteString(file.Name, file.Hash);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(buffer.WrittenSpan);
    }

    /// <summary>The version and the hash that a signed statement names; null where it is no such statement.</summary>
    public static (string Version, string Hash)? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(CanonicalJson.Canonicalize(payload));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("version"u8, out var version) && version.ValueKind == JsonValueKind.String
                && root.TryGetProperty("hash"u8, out var hash) && hash.ValueKind == JsonValueKind.String
                ? (version.GetString()!, hash.GetString()!)
                : null;
        }
        catch (SigningFormatException)
        {
            return null;
        }
    }
}
