using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Gateway.Configuration;
using Concordat.Signing;
using Concordat.Signing.Cms;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Model;

/// <summary>Turns what people wrote about hardware keys and smart cards into what checks them; every method throws <see cref="SigningFormatException"/> with the file's path.</summary>
public static class SignatureTrust
{
    private const int MaxCertificateBytes = 4 * 1024 * 1024;

    public static RelyingParty? PartyOf(WebAuthnConfig? config) =>
        config is null ? null : new RelyingParty(config.RelyingParty, config.Origins, deviceBound: !config.Synced);

    public static ImmutableArray<AuthenticatorModel> ModelsOf(WebAuthnConfig? config) =>
        config is null ? [] : [.. config.Authenticators.Select(model => new AuthenticatorModel(Guid.Parse(model.Model), Certificates(model.Roots)))];

    public static CardTrust? CardsOf(SmartCardsConfig? config) => config is null
        ? null
        : new CardTrust(
            config.Roots.SelectMany(path => Certificates(path)), config.Issuers.SelectMany(path => Certificates(path)), config.Revocation.Select(List),
            config.Policies, config.Usages);

    /// <summary>The certificates of a PEM file, at least one.</summary>
    public static ImmutableArray<X509Certificate2> Certificates(string path)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPem(System.Text.Encoding.UTF8.GetString(Read(path, MaxCertificateBytes)));
            return found.Count > 0 ? [.. found] : throw new SigningFormatException("certificate_format", $"{path}: there is no certificate (PEM) in it");
        }
        catch (CryptographicException fault)
        {
            throw new SigningFormatException("certificate_format", $"{path}: it is not a file of certificates (PEM)", fault);
        }
    }

    public static RevocationList List(string path)
    {
        try
        {
            return RevocationList.Read(Read(path, RevocationList.MaxBytes));
        }
        catch (SigningFormatException fault) when (!fault.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new SigningFormatException(fault.Code, $"{path}: {fault.Message}", fault);
        }
    }

    private static byte[] Read(string path, int most) => new FileInfo(path) is { Exists: true } file && file.Length > most
        ? throw new SigningFormatException("file_size", $"{path}: it has more than {most} bytes")
        : File.ReadAllBytes(path);
}
