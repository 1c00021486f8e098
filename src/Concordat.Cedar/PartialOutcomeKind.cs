namespace Concordat.Cedar;

/// <summary>How one policy comes out for a request of which not everything is known.</summary>
public enum PartialOutcomeKind
{
    /// <summary>It does not hold, whatever the unknowns are; it may err where it would not hold.</summary>
    NotSatisfied,

    /// <summary>It holds, whatever the unknowns are.</summary>
    Satisfied,

    /// <summary>It cannot be evaluated, whatever the unknowns are.</summary>
    Error,

    /// <summary>It could not be told without knowing more.</summary>
    Unknown,
}
