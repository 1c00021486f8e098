using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Oversight.Orders;

/// <summary>From the bytes of an envelope to a document whose signatures are valid. Pure.</summary>
public static class OrderReader
{
    /// <summary>Largest envelope that is read, in bytes.</summary>
    public const int MaxEnvelopeBytes = 256 * 1024;

    /// <exception cref="OrderException">Not an order or notice, not of this version, or not signed by the issuer that it names.</exception>
    public static OrderDocument Read(ReadOnlySpan<byte> json, OrderTerms terms)
    {
        var envelope = Open(json);
        return envelope.PayloadType switch
        {
            Order.PayloadType => ReadOrder(envelope, terms),
            OrderNotice.PayloadType => ReadNotice(envelope, terms),
            _ => throw new OrderException($"the envelope holds `{Shown(envelope.PayloadType)}`, which is neither `{Order.PayloadType}` nor `{OrderNotice.PayloadType}`"),
        };
    }

    /// <summary>Reads an envelope that may be anything; null where no issuer that is known signed it.</summary>
    public static OrderDocument? TryRead(ReadOnlySpan<byte> json, OrderTerms terms)
    {
        try
        {
            return Read(json, terms);
        }
        catch (OrderException)
        {
            return null;
        }
    }

    /// <summary>Why nobody known can be held to have signed a document that is refused, in words of ours alone: nothing that it says.</summary>
    public static string StrangerFault(ReadOnlySpan<byte> json, OrderTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        try
        {
            var envelope = Open(json);
            if (envelope.Signatures.IsEmpty)
            {
                return "it is not signed";
            }

            Draft(envelope.Payload);
            return terms.Issuers.Any(issuer => envelope.IsSignedBy(issuer.Key)) ? "the issuer that it names has not signed it" : "nobody known has signed it";
        }
        catch (OrderException fault)
        {
            return fault.InnerException is SigningFormatException ? "it is no signed document" : "it is no order or notice as it should be";
        }
    }

    /// <summary>Reads and checks a payload that nobody has signed yet, so that its author learns of faults before signing.</summary>
    /// <exception cref="OrderException">As for a signed one, but for the signatures.</exception>
    public static (string PayloadType, byte[] Payload) Draft(ReadOnlySpan<byte> json)
    {
        var payload = Canonical(json);
        if (IsNotice(payload))
        {
            OrderChecks.Run(Parse(payload, OrderJson.Default.OrderNotice, "notice"));
            return (OrderNotice.PayloadType, payload);
        }

        OrderChecks.Run(Parse(payload, OrderJson.Default.Order, "order"));
        return (Order.PayloadType, payload);
    }

    private static DsseEnvelope Open(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxEnvelopeBytes)
        {
            throw new OrderException($"the envelope has {json.Length} bytes, more than {MaxEnvelopeBytes}");
        }

        try
        {
            return DsseEnvelope.Parse(json);
        }
        catch (SigningFormatException fault)
        {
            throw new OrderException($"this is not a signed document: {fault.Message}; sign the JSON with `concordat order sign`", fault);
        }
    }

    private static OrderDocument ReadOrder(DsseEnvelope envelope, OrderTerms terms)
    {
        var order = Parse(Canonical(envelope.Payload, envelope), OrderJson.Default.Order, "order");
        OrderChecks.Run(order);
        return Heard(new OrderDocument(order, null, envelope, HashOf(envelope), Signers(envelope, order.Id, order.Issuer, terms)));
    }

    private static OrderDocument ReadNotice(DsseEnvelope envelope, OrderTerms terms)
    {
        var notice = Parse(Canonical(envelope.Payload, envelope), OrderJson.Default.OrderNotice, "notice");
        OrderChecks.Run(notice);
        return Heard(new OrderDocument(null, notice, envelope, HashOf(envelope), Signers(envelope, notice.Id, notice.Issuer, terms)));
    }

    // The issuer comes first; others count where an act is joint.
    private static ImmutableArray<OrderIssuer> Signers(DsseEnvelope envelope, string id, string issuer, OrderTerms terms)
    {
        if (terms.Find(issuer) is not { } named)
        {
            throw new OrderException($"`{id}` is issued by `{issuer}`, whom `orders.issuers` in the configuration does not name; name them there as the agreement does, without acts where they no longer sign");
        }

        if (!envelope.IsSignedBy(named.Key))
        {
            throw new OrderException($"`{id}` is issued by `{issuer}`, but no signature on it is of that issuer's key");
        }

        return [named, .. terms.Issuers.Where(other => !ReferenceEquals(other, named) && envelope.IsSignedBy(other.Key))];
    }

    // Read without their party it would be the stop of one side, or nobody's, and lapse.
    private static OrderDocument Heard(OrderDocument document)
    {
        if (document.Act is "suspend" or "confirm" or "terminate" && document.Signers.FirstOrDefault(static signer => !signer.IsAgreed && signer.FormerParty is null) is { } stranger)
        {
            throw new OrderException(
                $"`{document.Id}` is a {document.Act switch { "suspend" => "suspension", "confirm" => "confirmation", _ => "termination" }} signed by `{stranger.Id}`, who speaks for no party under the agreement; name them in `terms.orders.issuers`, or, where they no longer sign, configure them in `orders.issuers` with their party and without acts");
        }

        return document;
    }

    private static byte[] Canonical(ReadOnlySpan<byte> json, DsseEnvelope? envelope = null)
    {
        try
        {
            var canonical = CanonicalJson.Canonicalize(json);
            return envelope is null || canonical.AsSpan().SequenceEqual(json)
                ? canonical
                : throw new OrderException("the payload is not canonical JSON (RFC 8785); sign it with `concordat order sign`");
        }
        catch (SigningFormatException fault)
        {
            throw new OrderException($"the document is not JSON as it should be: {fault.Message}", fault);
        }
    }

    private static bool IsNotice(byte[] payload)
    {
        using var parsed = JsonDocument.Parse(payload);
        return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("format", out var format)
            && format.ValueKind == JsonValueKind.String && format.ValueEquals(OrderNotice.DocumentFormat);
    }

    private static T Parse<T>(byte[] payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type) ?? throw new OrderException($"the {what} is null");
        }
        catch (JsonException fault)
        {
            throw new OrderException($"the {what} cannot be read at `{fault.Path ?? "$"}`: {Reason(fault)}", fault);
        }
    }

    // The serializer adds its own place in a line of canonical JSON, which helps nobody.
    private static string Reason(JsonException fault)
    {
        var cut = fault.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (cut < 0 ? fault.Message : fault.Message[..cut]).TrimEnd('.');
    }

    private static string HashOf(DsseEnvelope envelope) => Convert.ToHexStringLower(SHA256.HashData(envelope.Payload));

    private static string Shown(string text) => text.Length <= 80 && !text.Any(char.IsControl) ? text : "(something else)";
}
