namespace Concordat.Signing;

/// <summary>The signature algorithms that keys and envelopes can use.</summary>
public enum SignatureAlgorithm
{
    /// <summary>Ed25519 (RFC 8032), 64-byte signatures.</summary>
    Ed25519,

    /// <summary>ECDSA over NIST P-256 with SHA-256.</summary>
    EcdsaP256,

    /// <summary>ECDSA over NIST P-384 with SHA-384.</summary>
    EcdsaP384,

    /// <summary>ML-DSA-44 (FIPS 204), 2,420-byte signatures; needs OpenSSL 3.5 or newer.</summary>
    MlDsa44,

    /// <summary>ML-DSA-65, 3,309-byte signatures; needs OpenSSL 3.5 or newer.</summary>
    MlDsa65,

    /// <summary>ML-DSA-87, 4,627-byte signatures; needs OpenSSL 3.5 or newer.</summary>
    MlDsa87,
}
