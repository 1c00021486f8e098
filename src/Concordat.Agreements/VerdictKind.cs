namespace Concordat.Agreements;

/// <summary>How the agreement decides, from mild to severe.</summary>
public enum VerdictKind
{
    /// <summary>It may proceed.</summary>
    Permit,

    /// <summary>It may proceed once a person has acted.</summary>
    Hold,

    /// <summary>It may not proceed.</summary>
    Refuse,
}
