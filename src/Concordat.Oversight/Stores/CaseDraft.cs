using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores;

/// <summary>Makes the changed values of a case; the stores write them down.</summary>
internal static class CaseDraft
{
    public static Case Open(CaseOpening opening, TimeProvider time, DateTimeOffset now) =>
        new(
            CaseId.New(time),
            opening.Type,
            opening.Action,
            opening.Clauses,
            opening.Tool,
            opening.Effect,
            now,
            opening.Expires,
            CaseState.Open,
            Decided: null,
            DecidedBy: null,
            Note: null,
            Released: null);

    public static Case Decide(Case open, CaseDecision decision, string by, string? note, DateTimeOffset now) =>
        open with { State = CaseRules.After(decision), Decided = now, DecidedBy = by, Note = note };
}
