using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Concordat.Ledger.Notes;

/// <summary>An ML-DSA-44 private key as PKCS#8 PEM that holds the seed alone (RFC 9881), which OpenSSL 3.5 reads too.</summary>
internal static class MlDsaKeyFile
{
    private const string MlDsa44Oid = "2.16.840.1.101.3.4.3.17";
    private const string Label = "PRIVATE KEY";

    private static readonly Asn1Tag SeedTag = new(TagClass.ContextSpecific, 0);

    /// <summary>The seed; null when the text is no such key.</summary>
    public static byte[]? TryReadSeed(string pem)
    {
        byte[]? der = null;
        try
        {
            if (!PemEncoding.TryFind(pem, out var fields) || !pem.AsSpan()[fields.Label].SequenceEqual(Label))
            {
                return null;
            }

            der = Convert.FromBase64String(pem[fields.Base64Data]);
            var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            return outer.TryReadInt32(out _) && outer.ReadSequence().ReadObjectIdentifier() is MlDsa44Oid
                ? new AsnReader(outer.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString(SeedTag)
                : null;
        }
        catch (Exception e) when (e is AsnContentException or FormatException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    public static string Write(ReadOnlySpan<byte> seed)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(MlDsa44Oid);
            }

            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed, SeedTag);
            }
        }

        return PemEncoding.WriteString(Label, writer.Encode()) + "\n";
    }
}
