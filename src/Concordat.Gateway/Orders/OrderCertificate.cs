using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Orders;

/// <summary>
/// What became of what an order ends, as of a state of the ledger: who used it until when, what was stopped, and what is left. Payload of a DSSE
/// envelope, canonical JSON; whoever has the ledger and the orders can make the counts again.
/// </summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Order">Id of the order.</param>
/// <param name="Title">Its title.</param>
/// <param name="Document">SHA-256 of the order's signed payload, lower hex.</param>
/// <param name="Book">SHA-256 over all orders and notices that were judged by, as entries of the ledger name it.</param>
/// <param name="Network">Id of the installation's network.</param>
/// <param name="AsOf">When it was made.</param>
/// <param name="Standing">What the order meant then.</param>
/// <param name="Because">Why.</param>
/// <param name="Outcome"><c>complete</c>, <c>spared</c> (complete but for uses that are exempted or waived) or <c>not-complete</c>.</param>
/// <param name="Origin">Name of the log that was counted.</param>
/// <param name="Size">Number of its entries that were counted.</param>
/// <param name="Root">Root hash over them, base64.</param>
/// <param name="First">Index of the first entry that was there to be counted: 0, unless the log was pruned.</param>
/// <param name="Uses">The uses, in the order of use case and deployment.</param>
/// <param name="Registered">Deployments that the order names and that are registered still.</param>
/// <param name="Others">The logs of further nodes that were counted too; null for none.</param>
public sealed record OrderCertificate(
    string Format,
    string Order,
    string Title,
    string Document,
    string Book,
    string Network,
    DateTimeOffset AsOf,
    string Standing,
    string Because,
    string Outcome,
    string Origin,
    long Size,
    string Root,
    long First,
    IReadOnlyList<OrderCertifiedUse> Uses,
    IReadOnlyList<string> Registered,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OrderCertifiedLog>? Others = null)
{
    public const string DocumentFormat = "concordat-order-certificate/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.order-certificate+json";

    /// <summary>Whether nothing is left of the use but what is spared.</summary>
    public bool IsComplete() => Outcome is "complete" or "spared";

    /// <summary>Every log that was counted, each once.</summary>
    public IReadOnlyList<OrderCertifiedLog> Logs() => [new(Origin, Size, Root, First, Uses), .. Others ?? []];

    /// <summary>The canonical bytes that are signed.</summary>
    public byte[] Payload() => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(this, OrderCertificateJson.Default.OrderCertificate));

    /// <summary>Reads a signed certificate.</summary>
    /// <param name="json">The envelope.</param>
    /// <param name="signers">Whose signature counts; one is enough.</param>
    /// <exception cref="OrderException">It is no certificate, of another version, or not signed by one of them.</exception>
    public static (OrderCertificate Certificate, VerifyingKey Signer) Read(ReadOnlySpan<byte> json, IReadOnlyList<VerifyingKey> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        try
        {
            var envelope = DsseEnvelope.Parse(json);
            if (envelope.PayloadType != PayloadType)
            {
                throw new OrderException($"the envelope holds `{envelope.PayloadType}`, not a certificate (`{PayloadType}`)");
            }

            var signer = signers.FirstOrDefault(envelope.IsSignedBy) ?? throw new OrderException("the certificate has no valid signature of a key that is trusted");
            var certificate = JsonSerializer.Deserialize(envelope.Payload, OrderCertificateJson.Default.OrderCertificate);
            return certificate?.Format == DocumentFormat
                ? (certificate, signer)
                : throw new OrderException($"the certificate is of the form `{certificate?.Format}`; this version reads `{DocumentFormat}`");
        }
        catch (SigningFormatException fault)
        {
            throw new OrderException($"this is not a signed document: {fault.Message}", fault);
        }
        catch (JsonException fault)
        {
            throw new OrderException($"the certificate cannot be read at `{fault.Path}`", fault);
        }
    }
}
