using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Signing;

/// <summary>Private keys under a passphrase: PBES2 with PBKDF2 and AES-CBC, as <c>openssl pkcs8 -topk8</c> writes them.</summary>
/// <remarks>
/// Writes HMAC-SHA-256 with 600,000 rounds and AES-256, which costs a guesser as much as it costs the start of a process; reads the other
/// HMACs of SHA-2 and the other AES key lengths too. Source: RFC 5958 section 3, RFC 8018 sections 5.2, 6.2 and A.
/// </remarks>
internal static class EncryptedPkcs8
{
    private const int Rounds = 600_000;
    private const int MaxRounds = 5_000_000; // a file must not be able to stop a start for minutes
    private const int SaltLength = 16;
    private const int MaxSaltLength = 64;
    private const int BlockLength = 16;
    private const string Pbes2Oid = "1.2.840.113549.1.5.13";
    private const string Pbkdf2Oid = "1.2.840.113549.1.5.12";
    private const string HmacSha256Oid = "1.2.840.113549.2.9";
    private const string Aes256Oid = "2.16.840.1.101.3.4.1.42";
    private const string Advice = "encrypt it again with `openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000`";

    public static byte[] Encrypt(ReadOnlySpan<byte> pkcs8, string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var iv = RandomNumberGenerator.GetBytes(BlockLength);
        using var aes = Aes.Create();
        SetKey(aes, passphrase, salt, Rounds, HashAlgorithmName.SHA256, length: 32);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Pbes2Oid);
                using (writer.PushSequence())
                {
                    WriteDerivation(writer, salt);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Aes256Oid);
                        writer.WriteOctetString(iv);
                    }
                }
            }

            writer.WriteOctetString(aes.EncryptCbc(pkcs8, iv));
        }

        return writer.Encode();
    }

    /// <exception cref="SigningFormatException">Encrypted in a way that is not known here, or the passphrase is wrong.</exception>
    public static byte[] Decrypt(ReadOnlyMemory<byte> der, string passphrase)
    {
        var structure = ReadSole(new AsnReader(der, AsnEncodingRules.DER));
        var scheme = structure.ReadSequence();
        var content = structure.ReadOctetString();
        structure.ThrowIfNotEmpty();
        Require(scheme.ReadObjectIdentifier(), Pbes2Oid, "PBES2");
        var parameters = ReadSole(scheme);
        var (salt, rounds, hash, statedLength) = ReadDerivation(parameters.ReadSequence());
        var cipher = parameters.ReadSequence();
        parameters.ThrowIfNotEmpty();
        var length = KeyLengthOf(cipher.ReadObjectIdentifier());
        var iv = cipher.ReadOctetString();
        cipher.ThrowIfNotEmpty();
        if (iv.Length != BlockLength || (statedLength is not null && statedLength != length))
        {
            throw new SigningFormatException("key_encryption", "the key file's encryption parameters contradict each other");
        }

        using var aes = Aes.Create();
        SetKey(aes, passphrase, salt, rounds, hash, length);
        try
        {
            return aes.DecryptCbc(content, iv);
        }
        catch (CryptographicException e)
        {
            throw WrongPassphrase(e);
        }
    }

    public static SigningFormatException WrongPassphrase(Exception? inner) =>
        new("key_passphrase", "the passphrase is not that of this key (or the file is damaged)", inner);

    private static void SetKey(Aes aes, string passphrase, byte[] salt, int rounds, HashAlgorithmName hash, int length)
    {
        var secret = Encoding.UTF8.GetBytes(passphrase);
        var key = Rfc2898DeriveBytes.Pbkdf2(secret, salt, rounds, hash, length);
        aes.Key = key;
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static void WriteDerivation(AsnWriter writer, byte[] salt)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbkdf2Oid);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(salt);
                writer.WriteInteger(Rounds);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(HmacSha256Oid);
                    writer.WriteNull();
                }
            }
        }
    }

    private static (byte[] Salt, int Rounds, HashAlgorithmName Hash, int? Length) ReadDerivation(AsnReader derivation)
    {
        Require(derivation.ReadObjectIdentifier(), Pbkdf2Oid, "PBKDF2");
        var parameters = ReadSole(derivation);
        var salt = parameters.ReadOctetString();
        if (salt.Length > MaxSaltLength || !parameters.TryReadInt32(out var rounds) || rounds is < 1 or > MaxRounds)
        {
            throw new SigningFormatException(
                "key_encryption", $"the key file asks for more than {MaxRounds} rounds or a salt of more than {MaxSaltLength} bytes (encrypt it again)");
        }

        int? length = null;
        if (parameters.HasData && parameters.PeekTag() == Asn1Tag.Integer)
        {
            length = parameters.TryReadInt32(out var stated) ? stated : -1;
        }

        // Without a name it would be HMAC-SHA-1, the default of RFC 8018.
        var hash = parameters.HasData ? HashOf(parameters.ReadSequence().ReadObjectIdentifier()) : throw Unknown("HMAC-SHA-1");
        parameters.ThrowIfNotEmpty();
        return (salt, rounds, hash, length);
    }

    private static HashAlgorithmName HashOf(string oid) => oid switch
    {
        HmacSha256Oid => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw Unknown(oid),
    };

    private static int KeyLengthOf(string oid) => oid switch
    {
        "2.16.840.1.101.3.4.1.2" => 16,
        "2.16.840.1.101.3.4.1.22" => 24,
        Aes256Oid => 32,
        _ => throw Unknown(oid),
    };

    private static AsnReader ReadSole(AsnReader outer)
    {
        var inner = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        return inner;
    }

    private static void Require(string oid, string wanted, string name)
    {
        if (!string.Equals(oid, wanted, StringComparison.Ordinal))
        {
            throw new SigningFormatException("key_encryption", $"the key file is encrypted with {oid}, not {name} ({Advice})");
        }
    }

    private static SigningFormatException Unknown(string what) =>
        new("key_encryption", $"the key file is encrypted with {what}, which is not supported ({Advice})");
}
