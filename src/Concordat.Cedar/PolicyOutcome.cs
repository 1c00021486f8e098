namespace Concordat.Cedar;

/// <summary>How one policy came out for one request.</summary>
/// <param name="Kind">Satisfied, not satisfied or error.</param>
/// <param name="Message">What went wrong, for an error.</param>
public readonly record struct PolicyOutcome(PolicyOutcomeKind Kind, string? Message = null)
{
    /// <summary>Scope and conditions hold.</summary>
    public bool IsSatisfied => Kind == PolicyOutcomeKind.Satisfied;

    /// <summary>It could not be evaluated.</summary>
    public bool IsError => Kind == PolicyOutcomeKind.Error;
}
