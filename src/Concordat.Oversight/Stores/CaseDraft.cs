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
            Released: null,
            opening.Digest);

    public static Case Decide(Case present, CaseState after, CaseVote vote, IReadOnlyList<CaseSignature> given, DateTimeOffset now) =>
        after == present.State
            ? present
            : present with
            {
                State = after,
                Decided = now,
                DecidedBy = vote.Decision == CaseDecision.Grant
                    ? string.Join(", ", given.Select(signature => signature.Approver).Append(vote.Approver.Id))
                    : vote.Approver.Id,
                Note = vote.Reason,
            };

    public static CaseSignature Sign(CaseVote vote, DateTimeOffset now) => new(
        vote.Decision, vote.Approver.Id, vote.Approver.Role, vote.Approver.Party, vote.KeyId, vote.Statement, vote.Entry, now);
}
