namespace Concordat.Cedar;

/// <summary>How one policy came out for one request.</summary>
public enum PolicyOutcomeKind
{
    /// <summary>Its scope or a condition does not hold.</summary>
    NotSatisfied,

    /// <summary>Scope and conditions hold.</summary>
    Satisfied,

    /// <summary>It could not be evaluated.</summary>
    Error,
}
