using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Differing;

/// <summary>Compares who signs orders and who speaks for a party under two agreements, and says in which direction that changes.</summary>
internal static class IssuerDiff
{
    /// <summary>How the change of an issuer begins; the id and the party follow.</summary>
    public const string Issuer = "issuer of orders";

    private const string Widens = "widens who may sign orders";
    private const string Narrows = "narrows who may sign orders";
    private const string Moves = "changes who may sign orders";

    public static IEnumerable<TextChange> Of(AgreementMetadata before, AgreementMetadata after)
    {
        var (then, now) = (before.Terms.Orders, after.Terms.Orders);
        var (was, acts) = (Configured(then), Configured(now));
        if (!was.SetEquals(acts))
        {
            yield return new TextChange(ChangeKind.Changed, "what issuers may sign whom the configuration alone names", [TextDiff.Arrow(Listed(was), Listed(acts)), Direction(was, acts)]);
        }

        if (then?.Issuers is null != now?.Issuers is null)
        {
            yield return new TextChange(ChangeKind.Changed, "who speaks for the parties", [TextDiff.Arrow(Speakers(then), Speakers(now)), Moves]);
        }

        var (earlier, later) = (Issuers(then), Issuers(now));
        foreach (var id in earlier.Keys.Union(later.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Change(id, earlier.GetValueOrDefault(id), later.GetValueOrDefault(id)) is { } change)
            {
                yield return change;
            }
        }
    }

    private static TextChange? Change(string id, OrderIssuerTerms? before, OrderIssuerTerms? after) => (before, after) switch
    {
        (null, { } added) => new TextChange(ChangeKind.Added, Name(id, added), [$"may sign: {Listed(Acts(added))}", $"key: {added.Key}", Acts(added).IsEmpty ? Moves : Widens]),
        ({ } removed, null) => new TextChange(ChangeKind.Removed, Name(id, removed), ["speaks for nobody any more: a suspension that they signed stands, and those who speak for the parties then lift it; keep them in the configuration without acts, so that it can be read", Narrows]),
        ({ } was, { } now) => Changed(id, was, now),
        _ => null,
    };

    private static TextChange? Changed(string id, OrderIssuerTerms before, OrderIssuerTerms after)
    {
        var (was, acts) = (Acts(before), Acts(after));
        List<string> details = [];
        if (before.Name != after.Name)
        {
            details.Add($"name: {TextDiff.Arrow(before.Name, after.Name)}");
        }

        if (!was.SetEquals(acts))
        {
            details.Add($"may sign: {TextDiff.Arrow(Listed(was), Listed(acts))}");
            details.Add(Direction(was, acts));
        }

        if (before.Party != after.Party)
        {
            details.Add($"party: {TextDiff.Arrow(before.Party ?? "none", after.Party ?? "none")}");
            details.Add(Moves);
        }

        if (before.Key != after.Key)
        {
            details.Add($"key: {TextDiff.Arrow(before.Key, after.Key)}");
            details.Add(Moves);
        }

        return details.Count == 0 ? null : new TextChange(ChangeKind.Changed, Name(id, after), [.. details.Distinct(StringComparer.Ordinal)]);
    }

    private static string Direction(ImmutableSortedSet<string> before, ImmutableSortedSet<string> after) =>
        after.IsSupersetOf(before) ? Widens : after.IsSubsetOf(before) ? Narrows : Moves;

    private static string Name(string id, OrderIssuerTerms issuer) => $"{Issuer} `{id}` ({issuer.Party ?? "no party"})";

    private static string Speakers(OrdersTerms? terms) => terms?.Issuers is null ? "the keys that signed the agreement" : "the issuers that it names";

    private static ImmutableSortedDictionary<string, OrderIssuerTerms> Issuers(OrdersTerms? terms) =>
        terms?.Issuers ?? ImmutableSortedDictionary<string, OrderIssuerTerms>.Empty;

    private static ImmutableSortedSet<string> Acts(OrderIssuerTerms issuer) => issuer.Acts.IsDefault ? [] : [.. issuer.Acts];

    private static ImmutableSortedSet<string> Configured(OrdersTerms? terms) => terms?.Configured is { IsDefault: false } acts ? [.. acts] : [];

    private static string Listed(ImmutableSortedSet<string> acts) => acts.IsEmpty ? "nothing" : string.Join(", ", acts);
}
