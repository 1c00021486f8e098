using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>An authority of our own that vouches for TLS keys of 127.0.0.1.</summary>
internal sealed class TlsAuthority : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly List<X509Certificate2> _issued = [];

    public TlsAuthority()
    {
        var request = new CertificateRequest("CN=An authority of our own", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    public TlsAuthoritiesConfig Config => new("authorities.pem", _root.ExportCertificatePem());

    public static byte[] HashOf(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>A certificate of a new key, which holds it; ends with the authority.</summary>
    public X509Certificate2 Issue(string address = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=model", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        using var certificate = request.Create(
            _root.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), new DateTimeOffset(_root.NotBefore), TimeProvider.System.GetUtcNow().AddDays(1),
            RandomNumberGenerator.GetBytes(8));
        _issued.Add(certificate.CopyWithPrivateKey(key));
        return _issued[^1];
    }

    public void Dispose()
    {
        _issued.ForEach(static certificate => certificate.Dispose());
        _root.Dispose();
        _key.Dispose();
    }
}
