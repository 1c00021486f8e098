namespace Concordat.Client;

/// <summary>What the agreement says about a request.</summary>
public enum PreflightVerdictKind
{
    /// <summary>It would be refused. The default, so that nothing unset permits.</summary>
    Refuse,

    /// <summary>A person would have to act first.</summary>
    Hold,

    /// <summary>It would go through.</summary>
    Permit,
}
