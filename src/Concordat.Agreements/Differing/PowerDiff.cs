using System.Collections.Immutable;
using System.Globalization;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Differing;

/// <summary>Compares what one party can do alone under two agreements, and says in which direction that changes.</summary>
internal static class PowerDiff
{
    public static IEnumerable<TextChange> Of(AgreementMetadata before, AgreementMetadata after)
    {
        var (then, now) = (before.Terms.Suspension, after.Terms.Suspension);
        if (Change("who suspends together, and lifts", Joint(before), Joint(after), fewerIsMore: true) is { } joint)
        {
            yield return joint;
        }

        if (Change("who stops alone in an emergency", By(then), By(now), fewerIsMore: false) is { } by)
        {
            yield return by;
        }

        if (Change("hours until such a stop lapses", then?.Emergency?.LongestHours, now?.Emergency?.LongestHours, lessIsMore: false) is { } longest)
        {
            yield return longest;
        }

        if (Change("days until the same party stops the same again", then?.Emergency?.GapDays, now?.Emergency?.GapDays, lessIsMore: true) is { } gap)
        {
            yield return gap;
        }

        foreach (var change in Termination(before, after))
        {
            yield return change;
        }
    }

    private static IEnumerable<TextChange> Termination(AgreementMetadata before, AgreementMetadata after)
    {
        if (Change("who terminates together", Terminates(before), Terminates(after), fewerIsMore: true) is { } joint)
        {
            yield return joint;
        }

        if (Change("days of notice before a termination", before.Terms.Termination?.NoticeDays ?? 0, after.Terms.Termination?.NoticeDays ?? 0, lessIsMore: true) is { } notice)
        {
            yield return notice;
        }

        var (was, now) = (Ended(before), Ended(after));
        foreach (var order in was.Except(now))
        {
            yield return new TextChange(ChangeKind.Changed, $"the termination {order}", [TextDiff.Arrow("ended", "in force"), "takes effect again"]);
        }

        foreach (var order in now.Except(was))
        {
            yield return new TextChange(ChangeKind.Changed, $"the termination {order}", [TextDiff.Arrow("in force", "ended"), "lets use begin again that was terminated"]);
        }
    }

    private static TextChange? Change(string name, ImmutableSortedSet<string> before, ImmutableSortedSet<string> after, bool fewerIsMore) =>
        before.SetEquals(after) ? null : Changed(name, Listed(before), Listed(after), after.IsSupersetOf(before) ? !fewerIsMore : after.IsSubsetOf(before) ? fewerIsMore : null);

    private static TextChange? Change(string name, int? before, int? after, bool lessIsMore) =>
        before == after ? null : Changed(name, Number(before), Number(after), before is null ? true : after is null ? false : after < before == lessIsMore);

    private static TextChange Changed(string name, string before, string after, bool? widens) => new(
        ChangeKind.Changed,
        name,
        [
            TextDiff.Arrow(before, after),
            widens switch
            {
                true => "widens what one party can do alone",
                false => "narrows what one party can do alone",
                null => "changes which party can do it",
            },
        ]);

    private static ImmutableSortedSet<string> Joint(AgreementMetadata metadata) => [.. metadata.Terms.Suspension?.Joint ?? metadata.Roles];

    private static ImmutableSortedSet<string> Terminates(AgreementMetadata metadata) => [.. metadata.Terms.Termination?.Joint ?? metadata.Roles];

    private static ImmutableSortedSet<string> Ended(AgreementMetadata metadata) =>
        [.. (metadata.Terms.Termination?.Ended ?? ImmutableSortedDictionary<string, string>.Empty).Select(static each => $"`{each.Key}` ({each.Value})")];

    private static ImmutableSortedSet<string> By(SuspensionTerms? terms) => [.. terms?.Emergency?.By ?? []];

    private static string Listed(ImmutableSortedSet<string> roles) => roles.IsEmpty ? "nobody" : string.Join(", ", roles);

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
