using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.SignIn;

/// <summary>Reads the client certificate that the proxy in front has checked.</summary>
/// <remarks>
/// The proxy sends three headers and takes them out of what clients send: <c>Concordat-Proxy</c> with its secret,
/// <c>Concordat-Client-Verify: SUCCESS</c>, and <c>Concordat-Client-Certificate</c>, the certificate as PEM, percent-encoded (in nginx
/// <c>$ssl_client_verify</c> and <c>$ssl_client_escaped_cert</c>).
/// </remarks>
internal sealed class CertificateSignIn(ProxySettings settings, TimeProvider time)
{
    private const int LargestCertificate = 16 * 1024;

    private readonly byte[] _secret = SHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret));

    /// <returns>SHA-256 of the certificate, lower hex, or why there is none.</returns>
    public (string? Hash, string Fault) Read(HttpContext http)
    {
        if (!IsProxy(http))
        {
            return (null, "This request did not come through the proxy that checks certificates. Open the address of that proxy.");
        }

        var headers = http.Request.Headers;
        if (headers["Concordat-Client-Verify"] is not ["SUCCESS"] || headers["Concordat-Client-Certificate"] is not [{ Length: > 0 and <= LargestCertificate } escaped])
        {
            return (null, "Your browser showed no certificate that the proxy accepts. Insert your card, close the browser and open the page again.");
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Uri.UnescapeDataString(escaped));
            var now = time.GetUtcNow().UtcDateTime;
            return certificate.NotBefore.ToUniversalTime() <= now && now < certificate.NotAfter.ToUniversalTime()
                ? (Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), "")
                : (null, "Your certificate is not valid today.");
        }
        catch (CryptographicException)
        {
            return (null, "The proxy sent a certificate that cannot be read.");
        }
    }

    private bool IsProxy(HttpContext http)
    {
        var from = http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;
        var said = http.Request.Headers["Concordat-Proxy"];
        return from is not null && settings.Addresses.Contains(from) && said is [{ Length: <= 256 } text]
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), _secret);
    }
}
