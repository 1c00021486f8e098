using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Signing.Dsse;

namespace Concordat.Signing;

/// <summary>A signed document: payload, its type, and any number of signatures (DSSE v1).</summary>
/// <remarks>Source: secure-systems-lab/dsse, envelope.md and protocol.md. The payload must not be read before a signature was checked.</remarks>
/// <param name="PayloadType">Media type of the payload; it is signed too.</param>
/// <param name="Payload">The exact bytes that were signed.</param>
/// <param name="Signatures">The signatures, in file order.</param>
public sealed record DsseEnvelope(string PayloadType, byte[] Payload, ImmutableArray<DsseSignature> Signatures)
{
    /// <summary>Largest envelope that is read, in bytes of JSON.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Most signatures that are read; each costs a verification.</summary>
    public const int MaxSignatures = 64;

    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An envelope that nobody has signed yet.</summary>
    public static DsseEnvelope Create(string payloadType, byte[] payload) => new(payloadType, payload, []);

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="SigningFormatException">Too large, not JSON, or a field is missing, duplicated or not base64.</exception>
    public static DsseEnvelope Parse(ReadOnlySpan<byte> json) => DsseReader.Read(json);

    /// <summary>The bytes that a signature is over: <c>DSSEv1 SP len(type) SP type SP len(payload) SP payload</c>.</summary>
    public static byte[] PreAuthenticationEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        var header = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} "));
        return [.. header, .. payload];
    }

    /// <summary>Returns the envelope with this key's signature added; unchanged when the key has signed already.</summary>
    public DsseEnvelope Sign(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsSignedBy(key.PublicKey))
        {
            return this;
        }

        var signature = key.Sign(PreAuthenticationEncoding(PayloadType, Payload));
        return this with { Signatures = Signatures.Add(new DsseSignature(key.PublicKey.KeyId, signature)) };
    }

    /// <summary>Whether at least one signature is valid for this key; key ids play no part.</summary>
    public bool IsSignedBy(VerifyingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signed = PreAuthenticationEncoding(PayloadType, Payload);
        foreach (var signature in Signatures)
        {
            if (key.Verify(signed, signature.Signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The JSON form, indented, with standard base64.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("payloadType"u8, PayloadType);
            writer.WriteString("payload"u8, Convert.ToBase64String(Payload));
            writer.WriteStartArray("signatures"u8);
            foreach (var signature in Signatures)
            {
                writer.WriteStartObject();
                if (signature.KeyId is not null)
                {
                    writer.WriteString("keyid"u8, signature.KeyId);
                }

                writer.WriteString("sig"u8, Convert.ToBase64String(signature.Signature));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
