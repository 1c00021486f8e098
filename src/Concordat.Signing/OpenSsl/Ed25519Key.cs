using System.Security.Cryptography;

namespace Concordat.Signing.OpenSsl;

/// <summary>An Ed25519 private or public key held by OpenSSL.</summary>
/// <remarks>Safe for concurrent use: OpenSSL never changes the key, and each operation has its own context.</remarks>
internal sealed unsafe class Ed25519Key : IDisposable
{
    public const int KeyLength = 32;
    public const int SignatureLength = 64;

    private readonly EvpKeyHandle _key;

    private Ed25519Key(EvpKeyHandle key) => _key = key;

    public static Ed25519Key FromSeed(ReadOnlySpan<byte> seed)
    {
        RequireLength(seed);
        fixed (byte* bytes = seed)
        {
            return Own(LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519, 0, bytes, KeyLength));
        }
    }

    public static Ed25519Key FromPublic(ReadOnlySpan<byte> publicKey)
    {
        RequireLength(publicKey);
        fixed (byte* bytes = publicKey)
        {
            return Own(LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.Ed25519, 0, bytes, KeyLength));
        }
    }

    public byte[] ExportSeed()
    {
        var seed = new byte[KeyLength];
        nuint length = KeyLength;
        fixed (byte* bytes = seed)
        {
            Check(LibCrypto.EVP_PKEY_get_raw_private_key(_key, bytes, &length) == 1 && length == KeyLength);
        }

        return seed;
    }

    public byte[] ExportPublic()
    {
        var publicKey = new byte[KeyLength];
        nuint length = KeyLength;
        fixed (byte* bytes = publicKey)
        {
            Check(LibCrypto.EVP_PKEY_get_raw_public_key(_key, bytes, &length) == 1 && length == KeyLength);
        }

        return publicKey;
    }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var context = LibCrypto.EVP_MD_CTX_new();
        Check(!context.IsInvalid && LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, _key) == 1);
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        byte none;
        fixed (byte* output = signature)
        fixed (byte* input = data)
        {
            Check(LibCrypto.EVP_DigestSign(context, output, &length, input is null ? &none : input, (nuint)data.Length) == 1);
        }

        Check(length == SignatureLength);
        return signature;
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            return false;
        }

        using var context = LibCrypto.EVP_MD_CTX_new();
        Check(!context.IsInvalid && LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, _key) == 1);
        byte none;
        fixed (byte* sig = signature)
        fixed (byte* input = data)
        {
            var valid = LibCrypto.EVP_DigestVerify(context, sig, SignatureLength, input is null ? &none : input, (nuint)data.Length) == 1;
            if (!valid)
            {
                LibCrypto.ERR_clear_error(); // a failed verification must not show up in the framework's next OpenSSL error
            }

            return valid;
        }
    }

    public void Dispose() => _key.Dispose();

    private static Ed25519Key Own(EvpKeyHandle handle)
    {
        if (handle.IsInvalid)
        {
            handle.Dispose();
            LibCrypto.ERR_clear_error();
            throw new CryptographicException("OpenSSL does not accept this Ed25519 key");
        }

        return new Ed25519Key(handle);
    }

    private static void RequireLength(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength)
        {
            throw new SigningFormatException("key_length", $"an Ed25519 key has {KeyLength} bytes, not {key.Length}");
        }
    }

    private static void Check(bool succeeded)
    {
        if (!succeeded)
        {
            LibCrypto.ERR_clear_error();
            throw new CryptographicException("OpenSSL failed on an Ed25519 operation");
        }
    }
}
