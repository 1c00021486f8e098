using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Gateway.Configuration;

/// <summary>The certificates that may vouch for TLS keys, and no others, as their file held them when the configuration was read.</summary>
/// <param name="File">Where they stand.</param>
/// <param name="Pem">What stood there.</param>
public sealed record TlsAuthoritiesConfig(string File, string Pem)
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MostBytes = 256 * 1024;

    /// <exception cref="IOException">There is no such file, or it cannot be read, or is too large.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="FormatException">It holds no certificate, or one that cannot be read.</exception>
    public static TlsAuthoritiesConfig Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new IOException($"the file is larger than {MostBytes / 1024} KiB");
        }

        var authorities = new TlsAuthoritiesConfig(path, System.IO.File.ReadAllText(path));
        try
        {
            return authorities.Certificates().Count > 0 ? authorities : throw new FormatException("the file holds no certificate in PEM");
        }
        catch (CryptographicException fault)
        {
            throw new FormatException("the file holds a certificate that cannot be read", fault);
        }
    }

    /// <exception cref="CryptographicException">One of them cannot be read.</exception>
    public X509Certificate2Collection Certificates()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Pem);
        return certificates;
    }
}
