using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Gateway.Addresses;

/// <summary>Takes only a server whose TLS key is one of those named; what a public authority says of it must be good besides. Immutable.</summary>
/// <param name="keys">SHA-256 of the SPKI, lower hex.</param>
internal sealed class TlsKeyPin(ImmutableArray<string> keys)
{
    public static string HashOf(X509Certificate certificate)
    {
        using var whole = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return Convert.ToHexStringLower(SHA256.HashData(whole.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The check that a TLS connection makes.</summary>
    /// <exception cref="TlsKeyException">The server has another key.</exception>
    public bool Accepts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None || certificate is null)
        {
            return false;
        }

        var key = HashOf(certificate);
        return keys.Contains(key, StringComparer.Ordinal) ? true : throw new TlsKeyException(key);
    }
}
