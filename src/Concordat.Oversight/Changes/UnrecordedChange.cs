namespace Concordat.Oversight.Changes;

/// <summary>A change in the store that belongs into a ledger: an API key, an escalation of a case or its end without a decision, a grant that was used, or an order that was refused. Without secrets and their hashes.</summary>
/// <param name="Sequence">Where it stands among all.</param>
/// <param name="Kind"><c>api-key</c>, <c>escalation</c>, <c>case-end</c>, <c>grant</c> or <c>order</c>.</param>
/// <param name="Act"><c>made</c>, <c>revoked</c>, <c>altered</c> or <c>removed</c>; <c>escalated</c>; <c>expired</c>, <c>superseded</c> or <c>withdrawn</c>; <c>refused</c>; <c>used</c>, or <c>put-back</c> where a case that was over is open or granted again.</param>
/// <param name="Subject">Id of the key, the case or the document.</param>
/// <param name="By">Who did it, as far as the store knows.</param>
/// <param name="Share">The share of a case's time that was over, in percent.</param>
/// <param name="Time">When, where the change says so.</param>
public sealed record UnrecordedChange(long Sequence, string Kind, string Act, string Subject, string UseCase, string? By, int? Share, DateTimeOffset? Time)
{
    /// <summary>The order or notice that was refused, as it was signed; null of every other change.</summary>
    public byte[]? Envelope { get; init; }

    /// <summary>Why it was refused, as whoever refused it says.</summary>
    public string? Because { get; init; }
}
