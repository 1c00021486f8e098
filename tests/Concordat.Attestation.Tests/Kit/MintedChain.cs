using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Attestation.Tests.Kit;

/// <summary>A chain of P-384 certificates of our own, root first, each with its key.</summary>
internal sealed class MintedChain : IDisposable
{
    private readonly List<(X509Certificate2 Certificate, ECDsa Key)> _links = [];
    private readonly DateTimeOffset _now;

    public MintedChain(DateTimeOffset now) => _now = now;

    public X509Certificate2 Root => _links[0].Certificate;

    public X509Certificate2 Leaf => _links[^1].Certificate;

    public ECDsa LeafKey => _links[^1].Key;

    public IEnumerable<byte[]> Authorities => _links.SkipLast(1).Select(link => link.Certificate.RawData);

    public MintedChain Add(string name, bool isAuthority = true, TimeSpan? life = null, params IEnumerable<X509Extension> extensions)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        var (from, until) = (_now.AddHours(-1), _now + (life ?? TimeSpan.FromHours(3)));
        var certificate = _links.Count == 0
            ? request.CreateSelfSigned(from, until)
            : request.Create(_links[^1].Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_links[^1].Key), from, until, RandomNumberGenerator.GetBytes(8));
        _links.Add((certificate, key));
        return this;
    }

    public void Dispose()
    {
        foreach (var (certificate, key) in _links)
        {
            certificate.Dispose();
            key.Dispose();
        }
    }
}
