namespace Concordat.Signing.WebAuthn;

/// <summary>The signature algorithms that credentials may have, under their COSE numbers (RFC 9053, RFC 8812).</summary>
public enum CoseAlgorithm
{
    None = 0,

    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    Es256 = -7,

    /// <summary>Ed25519.</summary>
    EdDsa = -8,

    /// <summary>ECDSA over P-384 with SHA-384.</summary>
    Es384 = -35,

    /// <summary>RSA PKCS #1 v1.5 with SHA-256, 2048 to 4096 bits.</summary>
    Rs256 = -257,
}
