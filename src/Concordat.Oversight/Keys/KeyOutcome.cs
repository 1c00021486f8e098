namespace Concordat.Oversight.Keys;

/// <summary>What became of a presented key.</summary>
/// <remarks>All but <see cref="Unknown"/> and <see cref="Unavailable"/> are told only to someone who holds the secret.</remarks>
public enum KeyOutcome
{
    /// <summary>Malformed, never issued, or the secret is wrong.</summary>
    Unknown,
    Valid,
    Expired,
    Revoked,

    /// <summary>The store has not answered for too long, so a revocation could have been missed.</summary>
    Unavailable,
}
