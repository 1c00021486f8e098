using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Tests.Kit;

/// <summary>A root, an issuing authority and cards, as agencies have them.</summary>
internal sealed class CardAuthority : IDisposable
{
    public const string SignaturePolicy = "2.16.840.1.101.3.2.1.3.7";
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private readonly DateTimeOffset _now;
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly RSA _issuerKey = RSA.Create(2048);

    /// <param name="now">Around when everything is valid.</param>
    public CardAuthority(DateTimeOffset now)
    {
        _now = now;
        var name = Guid.CreateVersion7().ToString("N");
        var root = new CertificateRequest($"CN=Root {name}", _rootKey, HashAlgorithmName.SHA384);
        AddAuthority(root);
        Root = root.CreateSelfSigned(_now.AddYears(-1), _now.AddYears(9));
        var issuer = new CertificateRequest($"CN=Issuer {name}", _issuerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        AddAuthority(issuer);
        AddPolicy(issuer, SignaturePolicy);
        using var signed = issuer.Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), _now.AddYears(-1), _now.AddYears(5), [0x7f, 1]);
        Issuer = X509CertificateLoader.LoadCertificate(signed.RawData);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Issuer { get; }

    /// <summary>A card's signature certificate.</summary>
    public X509Certificate2 Certificate(
        PublicKey key, byte[] serial, string? principal = "1234567890@mil", string? email = null, string? policy = SignaturePolicy, string? usage = EmailProtection,
        X509KeyUsageFlags flags = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, int days = 365)
    {
        var request = new CertificateRequest(new X500DistinguishedName("CN=ALPHA.ANN.1234567890"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, critical: true));
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        if (policy is not null)
        {
            AddPolicy(request, policy);
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("card.example");
        if (principal is not null)
        {
            names.AddUserPrincipalName(principal);
        }

        if (email is not null)
        {
            names.AddEmailAddress(email);
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(
            Issuer.SubjectName, X509SignatureGenerator.CreateForRSA(_issuerKey, RSASignaturePadding.Pkcs1), _now.AddDays(-1), _now.AddDays(days), serial);
        return X509CertificateLoader.LoadCertificate(signed.RawData);
    }

    /// <summary>The lists of both authorities, DER.</summary>
    public byte[][] Lists(byte[]? revoked = null, byte[]? revokedIssuer = null, int days = 7) =>
    [
        List(Root, X509SignatureGenerator.CreateForECDsa(_rootKey), HashAlgorithmName.SHA384, revokedIssuer, days),
        List(Issuer, X509SignatureGenerator.CreateForRSA(_issuerKey, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256, revoked, days),
    ];

    /// <summary>A list in the issuer's name, signed by somebody else.</summary>
    public byte[] ForgedList()
    {
        using var other = RSA.Create(2048);
        return List(Issuer, X509SignatureGenerator.CreateForRSA(other, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256, null, 7);
    }

    public void Dispose()
    {
        Root.Dispose();
        Issuer.Dispose();
        _rootKey.Dispose();
        _issuerKey.Dispose();
    }

    private byte[] List(X509Certificate2 issuer, X509SignatureGenerator generator, HashAlgorithmName hash, byte[]? revoked, int days)
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x55, 0x55], _now.AddDays(-3));
        if (revoked is not null)
        {
            builder.AddEntry(revoked, _now.AddDays(-2), X509RevocationReason.KeyCompromise);
        }

        return builder.Build(
            issuer.SubjectName, generator, 7, _now.AddDays(days), hash, X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false),
            _now.AddDays(-1));
    }

    private static void AddAuthority(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private static void AddPolicy(CertificateRequest request, string policy)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(policy);
        }

        request.CertificateExtensions.Add(new X509Extension("2.5.29.32", writer.Encode(), critical: false));
    }
}
