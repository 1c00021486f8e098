using System.Security.Cryptography;
using Concordat.Signing.OpenSsl;

namespace Concordat.Signing;

/// <summary>An Ed25519 private key in this process.</summary>
internal sealed class Ed25519PrivateKey(Ed25519Key key) : IPrivateKey
{
    public VerifyingKey PublicKey { get; } = VerifyingKey.FromRawEd25519(key.ExportPublic());

    public byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash) => key.Sign(data);

    public byte[] ExportPkcs8()
    {
        var seed = key.ExportSeed();
        try
        {
            return KeyAlgorithms.WriteEd25519Pkcs8(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    public void Dispose() => key.Dispose();
}
