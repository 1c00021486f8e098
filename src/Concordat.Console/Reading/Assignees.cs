using Concordat.Console.Access;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Console.Reading;

/// <summary>Before whom an open case may be put: people with a seat of its quorum who are cleared for it and did not ask for it themselves.</summary>
internal static class Assignees
{
    public static IReadOnlyList<Person> Of(CaseFile file, CanonicalAction action, IEnumerable<Person> people) => file.Case.State != CaseState.Open ? [] :
    [
        .. people.Where(person => person.Approver is { } approver
            && action.Terms.Quorum.HasSeatFor(approver.Party, approver.Role)
            && !approver.RequestsFor.Contains(file.Case.Action.UseCase, StringComparer.Ordinal)
            && !Clearances.Hides(person.Clearance, ActionLabel.LevelOf(action))
            && file.Case.Assignee != person.Id),
    ];
}
