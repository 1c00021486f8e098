using System.Security.Cryptography;

namespace Concordat.Signing;

/// <summary>An ML-DSA private key in this process (FIPS 204); needs OpenSSL 3.5 or newer.</summary>
internal sealed class MlDsaPrivateKey(SignatureAlgorithm algorithm, MLDsa key) : IPrivateKey
{
    private readonly Lock _lock = new(); // the framework's type is not safe for concurrent use

    public VerifyingKey PublicKey { get; } = VerifyingKey.FromSpki(KeyAlgorithms.WriteMlDsaSpki(algorithm, key.ExportMLDsaPublicKey()));

    public byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash)
    {
        var bytes = data.ToArray();
        lock (_lock)
        {
            return key.SignData(bytes);
        }
    }

    public byte[] ExportPkcs8()
    {
        byte[] seed;
        lock (_lock)
        {
            seed = key.ExportMLDsaPrivateSeed();
        }

        try
        {
            return KeyAlgorithms.WriteMlDsaPkcs8(algorithm, seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public void Dispose() => key.Dispose();
}
