using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Concordat.Gateway.Provenance;

/// <summary>Looks for whole strings of a request by their hash.</summary>
internal static class BodyTexts
{
    /// <summary>Whether every text is a string value of the body.</summary>
    /// <param name="body">Sound JSON.</param>
    /// <param name="hashes">Lower-case hex SHA-256 of the texts as UTF-8.</param>
    public static bool HasAll(ReadOnlySpan<byte> body, IReadOnlySet<string> hashes)
    {
        var missing = new HashSet<string>(hashes, StringComparer.Ordinal);
        var buffer = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1024 });
            while (missing.Count > 0 && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    SHA256.HashData(buffer.AsSpan(0, reader.CopyString(buffer)), hash);
                    missing.Remove(Convert.ToHexStringLower(hash));
                }
            }

            return missing.Count == 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
