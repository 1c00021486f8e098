using System.Security.Cryptography;

namespace Concordat.Signing;

/// <summary>Where a private key is: in this process, or on a token that signs for it. Safe for concurrent use.</summary>
internal interface IPrivateKey : IDisposable
{
    VerifyingKey PublicKey { get; }

    /// <summary>Signs the data: ECDSA under this hash, as a DER Ecdsa-Sig-Value; Ed25519 has its own and takes none.</summary>
    /// <exception cref="KeyUnavailableException">The token cannot sign now.</exception>
    byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash);

    /// <summary>The key as PKCS#8.</summary>
    /// <exception cref="InvalidOperationException">It never leaves its token.</exception>
    byte[] ExportPkcs8();
}
