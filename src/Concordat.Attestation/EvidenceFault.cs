namespace Concordat.Attestation;

/// <summary>Why evidence does not count; each has its own reason, so that people know what to look at.</summary>
public enum EvidenceFault
{
    /// <summary>It is not a document of the kind that was asked for.</summary>
    Malformed,

    /// <summary>It is signed under an algorithm that does not count.</summary>
    Algorithm,

    /// <summary>Its signature is not that of the key it names.</summary>
    Signature,

    /// <summary>Its certificates do not lead to the pinned root, or its key is not pinned.</summary>
    Chain,

    /// <summary>It is of another issuer.</summary>
    Issuer,

    /// <summary>It was made for somebody else.</summary>
    Audience,

    /// <summary>It is older than it may be, or its time is over.</summary>
    Expired,

    /// <summary>It is dated in the future.</summary>
    NotYetValid,

    /// <summary>It does not carry the nonce that was sent: it may be a copy of an old one.</summary>
    Nonce,

    /// <summary>The machine can be looked into by who operates it.</summary>
    Debug,

    /// <summary>What runs is not what was agreed.</summary>
    Measurement,

    /// <summary>Firmware is older than it may be, or not what the certificate vouches for.</summary>
    Firmware,

    /// <summary>It runs in another region.</summary>
    Region,

    /// <summary>It does not name the TLS key.</summary>
    Key,

    /// <summary>Its issuer found the machine wanting.</summary>
    Verdict,

    /// <summary>It is about another deployment.</summary>
    Subject,
}
