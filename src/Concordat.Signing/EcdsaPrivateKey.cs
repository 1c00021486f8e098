using System.Security.Cryptography;

namespace Concordat.Signing;

/// <summary>An ECDSA private key in this process.</summary>
internal sealed class EcdsaPrivateKey(ECDsa key) : IPrivateKey
{
    private readonly Lock _lock = new(); // the framework's type is not safe for concurrent use

    public VerifyingKey PublicKey { get; } = VerifyingKey.FromSpki(key.ExportSubjectPublicKeyInfo());

    public byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash)
    {
        lock (_lock)
        {
            return key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    public byte[] ExportPkcs8()
    {
        lock (_lock)
        {
            return key.ExportPkcs8PrivateKey();
        }
    }

    public void Dispose() => key.Dispose();
}
