using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.Cms;

/// <summary>A certificate revocation list from a file (RFC 5280, section 5). Immutable.</summary>
/// <remarks>
/// The platform reads lists only from the network. One that says by a critical extension that it is not the whole list of its issuer, such as
/// a delta, is refused.
/// </remarks>
public sealed class RevocationList
{
    /// <summary>Largest list that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly string _algorithm;
    private readonly HashSet<string> _serials;

    private RevocationList(byte[] signed, string algorithm, byte[] signature, byte[] issuer, DateTimeOffset from, DateTimeOffset until, HashSet<string> serials) =>
        (_signed, _algorithm, _signature, Issuer, From, Until, _serials) = (signed, algorithm, signature, issuer, from, until, serials);

    /// <summary>Distinguished name of the issuer, DER.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    public DateTimeOffset From { get; }

    /// <summary>When the next list must be there.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Reads a list, PEM or DER.</summary>
    /// <exception cref="SigningFormatException">It is not a list, or not a whole one.</exception>
    public static RevocationList Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            var der = file.Span.StartsWith("-----"u8) ? FromPem(System.Text.Encoding.UTF8.GetString(file.Span)) : file;
            var whole = new AsnReader(der, AsnEncodingRules.DER);
            var outer = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            var signed = outer.ReadEncodedValue().ToArray();
            var algorithm = outer.ReadEncodedValue();
            var signature = outer.ReadBitString(out var unused);
            outer.ThrowIfNotEmpty();
            return unused == 0 ? ReadSigned(signed, algorithm, signature) : throw new SigningFormatException("crl_format", "the signature is not whole bytes");
        }
        catch (Exception fault) when (fault is AsnContentException or ArgumentException)
        {
            throw new SigningFormatException("crl_format", "it is not a certificate revocation list, PEM or DER", fault);
        }
    }

    /// <summary>Whether it is this issuer's, signed by its key, and in force.</summary>
    public bool IsOf(X509Certificate2 issuer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer.Span) && From <= now && now < Until && IsSignedBy(issuer);
    }

    public bool Lists(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return _serials.Contains(Convert.ToHexString(certificate.SerialNumberBytes.Span));
    }

    private static ReadOnlyMemory<byte> FromPem(string pem)
    {
        var fields = PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static RevocationList ReadSigned(byte[] signed, ReadOnlyMemory<byte> algorithm, byte[] signature)
    {
        var list = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        if (list.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.Integer)))
        {
            list.ReadInteger();
        }

        var inner = list.ReadEncodedValue();
        var issuer = list.ReadEncodedValue().ToArray();
        var from = ReadTime(list);
        var until = IsTime(list) ? ReadTime(list) : throw new SigningFormatException("crl_format", "the list does not say until when it holds");
        var serials = new HashSet<string>(StringComparer.Ordinal);
        if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var revoked = list.ReadSequence();
            while (revoked.HasData)
            {
                serials.Add(Convert.ToHexString(revoked.ReadSequence().ReadIntegerBytes().Span));
            }
        }

        if (list.HasData)
        {
            RefuseCritical(list.ReadSequence(Extensions).ReadSequence());
        }

        return inner.Span.SequenceEqual(algorithm.Span)
            ? new RevocationList(signed, new AsnReader(inner, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier(), signature, issuer, from, until, serials)
            : throw new SigningFormatException("crl_format", "the list names two algorithms");
    }

    private static void RefuseCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                throw new SigningFormatException("crl_format", $"the list has the critical extension {id}: it may not be the whole list of its issuer; use the full list");
            }
        }
    }

    private static bool IsTime(AsnReader list) =>
        list.HasData && (list.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || list.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    private static DateTimeOffset ReadTime(AsnReader list) =>
        list.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? list.ReadUtcTime() : list.ReadGeneralizedTime();

    private bool IsSignedBy(X509Certificate2 issuer)
    {
        HashAlgorithmName? hash = _algorithm switch
        {
            "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (hash is not { } name)
        {
            return false;
        }

        using var rsa = issuer.GetRSAPublicKey();
        using var ecdsa = issuer.GetECDsaPublicKey();
        return _algorithm.StartsWith("1.2.840.113549.", StringComparison.Ordinal)
            ? rsa?.VerifyData(_signed, _signature, name, RSASignaturePadding.Pkcs1) == true
            : ecdsa?.VerifyData(_signed, _signature, name, DSASignatureFormat.Rfc3279DerSequence) == true;
    }
}
