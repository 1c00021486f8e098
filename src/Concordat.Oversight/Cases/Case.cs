using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Concordat.Oversight.Cases;

/// <summary>A hold that a person must end: commitments, a tool's name and its effect, never content.</summary>
/// <param name="State">As of the time of reading: an open or granted case past <paramref name="Expires"/> reads as expired.</param>
/// <param name="Released">When the granted action went through; a grant is used once.</param>
/// <param name="Digest">SHA-256 of the canonical action, lower hex: what people sign.</param>
/// <param name="Assignee">Id of the person to whom it was assigned.</param>
/// <param name="Escalated">The largest share of its time, in percent, that was over undecided when people who stand by were told; 0 for none.</param>
[SuppressMessage("Naming", "CA1716", Justification = "A case is what people here call it.")]
public sealed record Case(
    CaseId Id,
    CaseType Type,
    HeldAction Action,
    ImmutableArray<string> Clauses,
    string? Tool,
    string? Effect,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    CaseState State,
    DateTimeOffset? Decided,
    string? DecidedBy,
    string? Note,
    DateTimeOffset? Released,
    string? Digest = null,
    string? Assignee = null,
    int Escalated = 0)
{
    /// <summary>Whether it ended because the agreement that it was opened under was no longer in force; <see cref="Expires"/> is then when.</summary>
    public bool IsSuperseded => State == CaseState.Expired && string.Equals(Note, CaseRules.Superseded, StringComparison.Ordinal);

    /// <summary>Whether whoever asked took it back, and nobody decided; <see cref="Expires"/> is then when.</summary>
    public bool IsTakenBack => State == CaseState.Withdrawn && Decided is null;
}
