namespace Concordat.Agreements.Deciding;

/// <summary>What an agreement comes to, from mild to severe: the verdict and its remedy in one.</summary>
public enum Outcome
{
    /// <summary>It may proceed.</summary>
    Permitted,

    /// <summary>It is held until what may not pass is masked.</summary>
    HeldForMasking,

    /// <summary>It is held for a ruling of the panel.</summary>
    HeldForRuling,

    /// <summary>It is held until a human authorizes exactly this act.</summary>
    HeldForAuthorization,

    /// <summary>It may not proceed.</summary>
    Refused,
}
