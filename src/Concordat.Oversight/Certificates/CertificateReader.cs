using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Concordat.Signing;

namespace Concordat.Oversight.Certificates;

/// <summary>From bytes to certificates and back. Pure. Whether a document counts is for its signatures to say.</summary>
public static class CertificateReader
{
    /// <exception cref="CertificateException">Not a document of this version.</exception>
    public static CertificateDocument Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(json);
            var hash = Convert.ToHexStringLower(SHA256.HashData(envelope.Payload));
            return envelope.PayloadType switch
            {
                Certificate.PayloadType => new CertificateDocument(Parse(envelope.Payload, CertificateJson.Default.Certificate, c => c.Format, Certificate.DocumentFormat), null, envelope, hash),
                SuiteChange.PayloadType => new CertificateDocument(null, Parse(envelope.Payload, CertificateJson.Default.SuiteChange, c => c.Format, SuiteChange.DocumentFormat), envelope, hash),
                _ => throw new CertificateException($"the envelope holds `{envelope.PayloadType}`, not a preflight certificate (`{Certificate.PayloadType}`)"),
            };
        }
        catch (SigningFormatException fault)
        {
            throw new CertificateException($"this is not a signed document: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a certificate as somebody outside gets it.</summary>
    /// <param name="json">The envelope.</param>
    /// <param name="signers">Whose signature counts; one is enough.</param>
    /// <exception cref="CertificateException">It is no certificate, was changed, or is not signed by one of them.</exception>
    public static (Certificate Certificate, VerifyingKey Signer) Verify(ReadOnlySpan<byte> json, IReadOnlyList<VerifyingKey> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        var document = Read(json);
        var signer = signers.FirstOrDefault(document.Envelope.IsSignedBy)
            ?? throw new CertificateException("the certificate has no valid signature of a key that is trusted");
        var certificate = document.Certificate ?? throw new CertificateException("the document is a note about certificates, and no certificate");
        foreach (var each in certificate.Cases)
        {
            if (!HashOf(each.Facts).Equals(each.FactsHash, StringComparison.Ordinal))
            {
                throw new CertificateException($"the facts of case `{each.Name}` do not have the hash that stands beside them");
            }
        }

        return (certificate, signer);
    }

    /// <summary>An envelope that nobody has signed yet.</summary>
    public static DsseEnvelope Envelope(Certificate certificate) => DsseEnvelope.Create(Certificate.PayloadType, Payload(certificate, CertificateJson.Default.Certificate));

    /// <summary>An envelope that nobody has signed yet.</summary>
    public static DsseEnvelope Envelope(SuiteChange change) => DsseEnvelope.Create(SuiteChange.PayloadType, Payload(change, CertificateJson.Default.SuiteChange));

    /// <summary>SHA-256 of facts in canonical form, lower hex.</summary>
    public static string HashOf(JsonElement facts) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(facts, CertificateJson.Default.JsonElement))));

    private static byte[] Payload<T>(T document, JsonTypeInfo<T> type) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(document, type));

    private static T Parse<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type, Func<T, string> format, string expected)
        where T : class
    {
        try
        {
            var read = JsonSerializer.Deserialize(payload, type) ?? throw new CertificateException("the document is null");
            return format(read).Equals(expected, StringComparison.Ordinal)
                ? read
                : throw new CertificateException($"the document is of the form `{format(read)}`; this version reads `{expected}`");
        }
        catch (JsonException fault)
        {
            throw new CertificateException($"the document cannot be read at `{fault.Path ?? "$"}`", fault);
        }
    }
}
