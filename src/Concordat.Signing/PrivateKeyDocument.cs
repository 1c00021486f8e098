using System.Formats.Asn1;
using System.Security.Cryptography;
using Concordat.Signing.OpenSsl;

namespace Concordat.Signing;

/// <summary>Reads and writes private keys as PKCS#8 PEM, also under a passphrase (RFC 5958, RFC 8410, RFC 5915, RFC 8018).</summary>
internal static class PrivateKeyDocument
{
    private const string Label = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    public static IPrivateKey Read(string pem, string? passphrase)
    {
        var isEncrypted = PemDocument.IsOf(pem, EncryptedLabel);
        if (isEncrypted && passphrase is null)
        {
            throw new SigningFormatException("key_passphrase", "the key is encrypted, and no passphrase was given for it");
        }

        if (passphrase is not null && !isEncrypted && PemDocument.IsOf(pem, Label))
        {
            throw new SigningFormatException(
                "key_passphrase", "a passphrase was given, but the key is not encrypted (encrypt it with `openssl pkcs8 -topk8 -iter 600000`, or take the passphrase away)");
        }

        var der = PemDocument.Decode(pem, isEncrypted ? EncryptedLabel : Label);
        try
        {
            return isEncrypted ? ReadEncrypted(der, passphrase!) : ReadPkcs8(der);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new SigningFormatException("key_pkcs8", "the PEM block is not a PKCS#8 private key", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    public static string Write(IPrivateKey key, string? passphrase)
    {
        var der = key.ExportPkcs8();
        try
        {
            return passphrase is null ? PemDocument.Encode(Label, der) : PemDocument.Encode(EncryptedLabel, EncryptedPkcs8.Encrypt(der, passphrase));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static IPrivateKey ReadEncrypted(byte[] encrypted, string passphrase)
    {
        var der = EncryptedPkcs8.Decrypt(encrypted, passphrase);
        try
        {
            return ReadPkcs8(der);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or SigningFormatException { Code: "key_pkcs8" or "key_length" })
        {
            throw EncryptedPkcs8.WrongPassphrase(e); // one wrong passphrase in 256 leaves a padding that looks right
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static IPrivateKey ReadPkcs8(byte[] der)
    {
        var structure = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        if (!structure.TryReadInt32(out var version) || version is < 0 or > 1)
        {
            throw new SigningFormatException("key_pkcs8", "the PKCS#8 version is not 0 or 1");
        }

        return KeyAlgorithms.Read(structure) switch
        {
            SignatureAlgorithm.Ed25519 => ReadEd25519(structure),
            var algorithm when KeyAlgorithms.IsMlDsa(algorithm) => ReadMlDsa(algorithm, structure),
            _ => ReadEcdsa(der),
        };
    }

    private static Ed25519PrivateKey ReadEd25519(AsnReader structure)
    {
        var seed = new AsnReader(structure.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString();
        try
        {
            return new Ed25519PrivateKey(Ed25519Key.FromSeed(seed));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static MlDsaPrivateKey ReadMlDsa(SignatureAlgorithm algorithm, AsnReader structure)
    {
        var seed = KeyAlgorithms.ReadMlDsaSeed(structure);
        try
        {
            return new MlDsaPrivateKey(algorithm, MLDsa.ImportMLDsaPrivateSeed(KeyAlgorithms.MlDsaOf(algorithm), seed));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static EcdsaPrivateKey ReadEcdsa(byte[] der)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(der, out _);
            return new EcdsaPrivateKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
