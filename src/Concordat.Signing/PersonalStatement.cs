using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Signing.WebAuthn;

namespace Concordat.Signing;

/// <summary>What one person says, and that person's signature over exactly these bytes, by key, by authenticator or by card.</summary>
/// <remarks>
/// JSON. By key it is the DSSE envelope itself; otherwise <c>payloadType</c> and <c>payload</c> as there, and instead of <c>signatures</c>
/// either <c>webauthn</c>, as <c>PublicKeyCredential.toJSON()</c> gives it, whose challenge is the SHA-256 of the payload, or <c>cms</c>, base64.
/// The payload must not be read before its signature was checked. Immutable.
/// </remarks>
public sealed record PersonalStatement
{
    /// <summary>Largest document that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Largest CMS signature that is read, in bytes; a certificate and its issuers fit.</summary>
    public const int MaxCmsBytes = 16 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private PersonalStatement(string payloadType, byte[] payload) => (PayloadType, Payload) = (payloadType, payload);

    public string PayloadType { get; }

    /// <summary>The exact bytes that were signed.</summary>
    public byte[] Payload { get; }

    /// <summary>Set where the signature is by key.</summary>
    public DsseEnvelope? Envelope { get; private init; }

    /// <summary>Set where the signature is by an authenticator.</summary>
    public WebAuthnAssertion? Assertion { get; private init; }

    /// <summary>DER, set where the signature is by a card.</summary>
    public byte[]? Cms { get; private init; }

    public SignatureKind Kind => Envelope is not null ? SignatureKind.Key : Assertion is not null ? SignatureKind.WebAuthn : SignatureKind.Cms;

    public static PersonalStatement By(DsseEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new PersonalStatement(envelope.PayloadType, envelope.Payload) { Envelope = envelope };
    }

    public static PersonalStatement By(WebAuthnAssertion assertion, string payloadType, byte[] payload) =>
        new(payloadType, payload) { Assertion = assertion ?? throw new ArgumentNullException(nameof(assertion)) };

    public static PersonalStatement By(byte[] cms, string payloadType, byte[] payload) =>
        new(payloadType, payload) { Cms = cms ?? throw new ArgumentNullException(nameof(cms)) };

    /// <summary>What an authenticator signs for a payload: its SHA-256.</summary>
    public static byte[] ChallengeFor(ReadOnlySpan<byte> payload) => SHA256.HashData(payload);

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="SigningFormatException">Too large, not of this form, or signed in more than one way.</exception>
    public static PersonalStatement Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw Malformed($"it has more than {MaxBytes} bytes");
        }

        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            var root = parsed.RootElement;
            var (byKey, byAuthenticator, byCard) = (root.TryGetProperty("signatures", out _), root.TryGetProperty("webauthn", out var webauthn), root.TryGetProperty("cms", out var cms));
            if ((byKey ? 1 : 0) + (byAuthenticator ? 1 : 0) + (byCard ? 1 : 0) != 1)
            {
                throw Malformed("it needs one of `signatures`, `webauthn` and `cms`");
            }

            if (byKey)
            {
                return By(DsseEnvelope.Parse(json.Span));
            }

            var type = root.GetProperty("payloadType").GetString() ?? throw Malformed("`payloadType` is null");
            var payload = root.GetProperty("payload").GetBytesFromBase64();
            return byAuthenticator ? By(WebAuthnAssertion.Read(webauthn), type, payload)
                : cms.GetBytesFromBase64() is { Length: > 0 and <= MaxCmsBytes } der ? By(der, type, payload)
                : throw Malformed($"`cms` is empty or has more than {MaxCmsBytes} bytes");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException || (fault is FormatException and not SigningFormatException))
        {
            throw new SigningFormatException("statement_format", "the statement is malformed: `payloadType`, `payload` and one signature are needed, as JSON", fault);
        }
    }

    /// <summary>The JSON form.</summary>
    public byte[] ToJson()
    {
        if (Envelope is not null)
        {
            return Envelope.ToJson();
        }

        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("payloadType", PayloadType);
            json.WriteBase64String("payload", Payload);
            if (Assertion is not null)
            {
                json.WritePropertyName("webauthn");
                Assertion.Write(json);
            }
            else
            {
                json.WriteBase64String("cms", Cms);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static SigningFormatException Malformed(string why) => new("statement_format", $"the statement is malformed: {why}");
}
