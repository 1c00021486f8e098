using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>A file with a document to sign: the JSON itself, or the envelope that another has signed.</summary>
internal static class DraftFile
{
    /// <summary>Signs the document; an envelope gets one signature more.</summary>
    /// <param name="path">The file; at most as large as an order.</param>
    /// <param name="output">The signed file; the envelope itself, or the file with <c>.dsse.json</c> at its end when left out.</param>
    /// <param name="key">Loads the key, once the document is known to be good.</param>
    /// <param name="check">Checks the JSON and gives its type and canonical bytes; what it throws is not caught here.</param>
    /// <param name="cancellationToken">Stops before the file is written.</param>
    /// <returns>Where the signed file is, and id of the key.</returns>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    /// <exception cref="SigningFormatException">The envelope is not one.</exception>
    public static async Task<(string Output, string KeyId)> SignAsync(
        string path, string? output, Func<SigningKey> key, Func<byte[], (string PayloadType, byte[] Payload)> check, CancellationToken cancellationToken)
    {
        var bytes = OrderFile.Read(path);
        var envelope = IsEnvelope(bytes) ? DsseEnvelope.Parse(bytes) : null;
        var (type, payload) = check(envelope?.Payload ?? bytes);
        using var signer = key();
        var signed = (envelope ?? DsseEnvelope.Create(type, payload)).Sign(signer);
        output ??= envelope is not null ? path : Path.ChangeExtension(path, ".dsse.json");
        await File.WriteAllBytesAsync(output, signed.ToJson(), cancellationToken);
        return (output, signer.PublicKey.KeyId);
    }

    private static bool IsEnvelope(byte[] bytes)
    {
        try
        {
            using var parsed = JsonDocument.Parse(bytes);
            return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("payloadType", out _);
        }
        catch (JsonException)
        {
            return false; // the reader of drafts says what is wrong
        }
    }
}
