using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Cases;

/// <summary>Every legal change of a case, in one place; what is not here is illegal.</summary>
/// <remarks>
/// <code>
/// open ──▶ granted ──▶ consumed
///   │         ├──────▶ revoked
///   │         └──────▶ expired
///   ├──▶ denied
///   ├──▶ withdrawn
///   └──▶ expired
/// </code>
/// It expires when its time is over, or when another agreement takes effect: nobody can grant then what was asked under the former, and no grant of
/// that counts. Until it has ended it can be denied, withdrawn or revoked under any agreement.
/// One way back: a ruling that let a request out to models, none of which took it, is granted again. A model that was asked has no
/// effects; an act of force or of high stakes never goes back.
/// While it waits for people, a case can be assigned to one of them, and is escalated to those who stand by; neither changes its state.
/// </remarks>
public static class CaseTransitions
{
    public static bool IsLegal(CaseType type, CaseState from, CaseState to) => (from, to) switch
    {
        (CaseState.Open, CaseState.Granted or CaseState.Denied or CaseState.Withdrawn or CaseState.Expired) => true,
        (CaseState.Granted, CaseState.Consumed or CaseState.Revoked or CaseState.Expired) => true,
        (CaseState.Consumed, CaseState.Granted) => type == CaseType.Ruling,
        _ => false,
    };

    /// <summary>Whether people are still asked: only then can a case be assigned, and is it escalated.</summary>
    public static bool WaitsForPeople(CaseState state) => state == CaseState.Open;

    /// <summary>From when on a person is asked, and may therefore grant: from the beginning, or, who stands by, after their share of the case's time.</summary>
    public static DateTimeOffset AskedFrom(Case held, Approver approver) =>
        approver.StandBy == 0 || approver.Id.Equals(held.Assignee, StringComparison.Ordinal)
            ? held.Created
            : held.Created + ((held.Expires - held.Created) * (approver.StandBy / 100.0));
}
