using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Agreements.Diagnostics;
using Concordat.Signing;

namespace Concordat.Agreements.Documents;

/// <summary>The canonical bytes of an agreement: what is signed, and what its hash is over (RFC 8785 JSON).</summary>
public static class AgreementPayload
{
    /// <summary>Media type of the payload; it is signed too.</summary>
    public const string MediaType = "application/vnd.concordat.agreement.v1+json";

    /// <summary>Largest signed agreement that is read, in bytes of its envelope.</summary>
    public const int MaxEnvelopeBytes = 8 * 1024 * 1024;

    /// <summary>Builds the payload; the same texts give the same bytes on any machine.</summary>
    public static byte[] Build(AgreementSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(PayloadDocument.Of(source), AgreementJsonContext.Default.PayloadDocument));
    }

    /// <summary>The hash that names an agreement: lower-case hex SHA-256 of the payload.</summary>
    public static string Hash(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    /// <summary>Reads a payload that somebody trusted has signed; anything but canonical JSON of exactly this form is refused.</summary>
    internal static AgreementSource? Read(ReadOnlySpan<byte> payload, DiagnosticList found)
    {
        try
        {
            if (!CanonicalJson.Canonicalize(payload).AsSpan().SequenceEqual(payload))
            {
                found.Error(AgreementCodes.NotCanonical, "the signed payload is not in canonical form (RFC 8785); sign it again with this tool");
                return null;
            }
        }
        catch (SigningFormatException e)
        {
            found.Error(AgreementCodes.NotCanonical, "the signed payload is not canonical JSON: " + e.Message);
            return null;
        }

        var document = SourceReader.ReadJson(
            Encoding.UTF8.GetString(payload), "payload", AgreementJsonContext.Default.PayloadDocument, AgreementCodes.NotAnAgreement, found);
        if (document is null && !found.HasErrors)
        {
            found.Error(AgreementCodes.NotAnAgreement, "the signed payload is null");
        }

        return document?.ToSource();
    }
}
