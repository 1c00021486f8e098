namespace Concordat.Signing.WebAuthn;

/// <summary>What an authenticator says of itself and of the person (WebAuthn Level 3, section 6.1).</summary>
[Flags]
public enum AuthenticatorTraits
{
    None = 0,

    /// <summary>Somebody touched it.</summary>
    UserPresent = 1,

    /// <summary>It checked who, by a PIN or a fingerprint.</summary>
    UserVerified = 4,

    /// <summary>The passkey can be copied to other devices.</summary>
    BackupEligible = 8,

    /// <summary>It was.</summary>
    BackedUp = 16,

    /// <summary>A new credential follows.</summary>
    AttestedCredential = 64,

    /// <summary>Extensions follow.</summary>
    Extensions = 128,
}
