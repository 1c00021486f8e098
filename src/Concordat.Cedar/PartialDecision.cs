namespace Concordat.Cedar;

/// <summary>The outcome of a request of which not everything is known.</summary>
public enum PartialDecision
{
    /// <summary>Deny, whatever the unknowns are.</summary>
    Deny,

    /// <summary>Allow, whatever the unknowns are.</summary>
    Allow,

    /// <summary>It could not be told without knowing more.</summary>
    Depends,
}
