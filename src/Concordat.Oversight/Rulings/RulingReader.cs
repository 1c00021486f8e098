using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Concordat.Signing;

namespace Concordat.Oversight.Rulings;

/// <summary>From bytes to well-formed rulings and revocations, and back. Pure.</summary>
public static class RulingReader
{
    /// <summary>Largest envelope that is read, in bytes.</summary>
    public const int MaxEnvelopeBytes = 128 * 1024;

    /// <exception cref="RulingException">Not a ruling or revocation of this version.</exception>
    public static RulingDocument Read(ReadOnlySpan<byte> json, RulingTerms terms)
    {
        var envelope = Open(json);
        var (ruling, revocation) = envelope.PayloadType switch
        {
            Ruling.PayloadType => (ReadRuling(envelope.Payload), (RulingRevocation?)null),
            RulingRevocation.PayloadType => (null, ReadRevocation(envelope.Payload)),
            _ => throw new RulingException($"the envelope holds something else than `{Ruling.PayloadType}` or `{RulingRevocation.PayloadType}`"),
        };
        if (!Canonical(envelope.Payload).AsSpan().SequenceEqual(envelope.Payload))
        {
            throw new RulingException("the payload is not canonical JSON (RFC 8785); sign it with `concordat ruling sign`");
        }

        return new RulingDocument(
            ruling, revocation, envelope, Convert.ToHexStringLower(SHA256.HashData(envelope.Payload)),
            [.. terms.Reviewers.Where(reviewer => reviewer.Key is { } key && envelope.IsSignedBy(key))]);
    }

    /// <summary>Reads a ruling that nobody has signed yet, so that its author learns of faults before signing.</summary>
    /// <exception cref="RulingException">Not a ruling of this version.</exception>
    public static (Ruling Ruling, byte[] Payload) Draft(ReadOnlySpan<byte> json)
    {
        var payload = Canonical(json);
        return (ReadRuling(payload), payload);
    }

    /// <summary>Reads a revocation that nobody has signed yet.</summary>
    /// <exception cref="RulingException">Not a revocation of this version.</exception>
    public static (RulingRevocation Revocation, byte[] Payload) DraftRevocation(ReadOnlySpan<byte> json)
    {
        var payload = Canonical(json);
        return (ReadRevocation(payload), payload);
    }

    /// <summary>The canonical payload of a ruling.</summary>
    public static byte[] Payload(Ruling ruling) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(ruling, RulingJson.Default.Ruling));

    /// <summary>The canonical payload of a revocation.</summary>
    public static byte[] Payload(RulingRevocation revocation) =>
        CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(revocation, RulingJson.Default.RulingRevocation));

    private static DsseEnvelope Open(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxEnvelopeBytes)
        {
            throw new RulingException($"the envelope has {json.Length} bytes, more than {MaxEnvelopeBytes}");
        }

        try
        {
            return DsseEnvelope.Parse(json);
        }
        catch (SigningFormatException fault)
        {
            throw new RulingException($"this is not a signed document: {fault.Message}; sign the JSON with `concordat ruling sign`", fault);
        }
    }

    private static Ruling ReadRuling(ReadOnlySpan<byte> payload)
    {
        var ruling = Parse(payload, RulingJson.Default.Ruling, "ruling");
        RulingChecks.Run(ruling);
        return ruling;
    }

    private static RulingRevocation ReadRevocation(ReadOnlySpan<byte> payload)
    {
        var revocation = Parse(payload, RulingJson.Default.RulingRevocation, "revocation");
        RulingChecks.Run(revocation);
        return revocation;
    }

    private static byte[] Canonical(ReadOnlySpan<byte> json)
    {
        try
        {
            return CanonicalJson.Canonicalize(json);
        }
        catch (SigningFormatException fault)
        {
            throw new RulingException($"the document is not JSON as it should be: {fault.Message}", fault);
        }
    }

    private static T Parse<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type) ?? throw new RulingException($"the {what} is null");
        }
        catch (JsonException fault)
        {
            throw new RulingException($"the {what} cannot be read at `{fault.Path ?? "$"}`", fault);
        }
    }
}
