using System.Collections.Immutable;
using System.Globalization;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Documents;
using Concordat.Cedar;
using Concordat.Cedar.Types;

namespace Concordat.Agreements.Differing;

/// <summary>Compares the parts of two agreements that are words and data.</summary>
internal static class TextDiff
{
    public static ImmutableArray<TextChange> Terms(AgreementMetadata before, AgreementMetadata after)
    {
        (string Name, string Before, string After)[] all =
        [
            ("identifier", before.Id, after.Id),
            ("version", before.Version, after.Version),
            ("title", before.Title, after.Title),
            ("takes effect", before.Effective, after.Effective),
            ("expires", before.Expires ?? "never", after.Expires ?? "never"),
            ("amends", before.Previous ?? "nothing", after.Previous ?? "nothing"),
            ("parties that must sign", string.Join(", ", before.Roles), string.Join(", ", after.Roles)),
            ("a grey area until it is ruled on", Continuity(before.Terms), Continuity(after.Terms)),
            ("days of notice of an amendment", Number(before.Terms.NoticeDays), Number(after.Terms.NoticeDays)),
            ("hours for a ruling", Number(before.Terms.RulingHours), Number(after.Terms.RulingHours)),
            ("hours for an urgent ruling", Number(before.Terms.UrgentRulingHours), Number(after.Terms.UrgentRulingHours)),
            ("days over which persons are counted", Number(before.Terms.WindowDays), Number(after.Terms.WindowDays)),
            ("witnesses of the record", string.Join(", ", before.Terms.Witnesses), string.Join(", ", after.Terms.Witnesses)),
            ("addresses at which deployments may stand besides public ones", Listed(before.Terms), Listed(after.Terms)),
            ("without a quorum of witnesses the gateway", Quorum(before.Terms), Quorum(after.Terms)),
            ("minutes that a quorum may take", Number((int)before.Terms.QuorumGrace.TotalMinutes), Number((int)after.Terms.QuorumGrace.TotalMinutes)),
            ("who authorizes force", Seats(before.Terms.Quorums?.Force), Seats(after.Terms.Quorums?.Force)),
            ("who authorizes a high-stakes act", Seats(before.Terms.Quorums?.HighStakes), Seats(after.Terms.Quorums?.HighStakes)),
            ("who lets identities be unmasked", Seats(before.Terms.Quorums?.Unmask), Seats(after.Terms.Quorums?.Unmask)),
            ("who rules", Seats(before.Terms.Quorums?.Ruling), Seats(after.Terms.Quorums?.Ruling)),
            ("networks and their ceilings", Networks(before.Terms), Networks(after.Terms)),
            ("clouds that count as such", Clouds(before.Terms), Clouds(after.Terms)),
            ("levels of the U.S. and of NATO that count as equal", Equal(before.Terms), Equal(after.Terms)),
            ("hardware keys that people decide with", Keys(before.Terms), Keys(after.Terms)),
            ("who says who the people are that decide", People(before.Terms), People(after.Terms)),
            ("suspicions that a judge may clear, below the score", Below(before.Terms), Below(after.Terms)),
            ("names", Names(before), Names(after)),
            ("takes effect without notice, because", before.Urgent ?? "it does not", after.Urgent ?? "it does not"),
            ("withheld from the public", string.Join(", ", before.Withheld ?? []), string.Join(", ", after.Withheld ?? [])),
        ];
        return [.. all.Where(each => each.Before != each.After).Select(each => new TextChange(ChangeKind.Changed, each.Name, [Arrow(each.Before, each.After)])), .. PowerDiff.Of(before, after), .. IssuerDiff.Of(before, after)];
    }

    public static ImmutableArray<TextChange> Prose(string before, string after) =>
        Compare(ProseSections.Read(before), ProseSections.Read(after), section => section.Key, section => section.Heading, SectionDetails);

    public static ImmutableArray<TextChange> Authorities(ImmutableArray<Authority> before, ImmutableArray<Authority> after) =>
        Compare(before, after, authority => authority.Id, Name, AuthorityDetails);

    public static ImmutableArray<TextChange> Facts(CedarSchema before, CedarSchema after) =>
        Compare(FactTypes(before), FactTypes(after), fact => fact.Path, fact => $"`{fact.Path}` ({fact.Type})", (left, right) => left.Type == right.Type ? null : [Arrow(left.Type, right.Type)]);

    /// <summary><c>before → after</c>.</summary>
    public static string Arrow(string before, string after) => $"{before} → {after}";

    private static ImmutableArray<TextChange> Compare<T>(
        IReadOnlyCollection<T> before, IReadOnlyCollection<T> after, Func<T, string> key, Func<T, string> name, Func<T, T, ImmutableArray<string>?> details)
    {
        var earlier = before.DistinctBy(key, StringComparer.Ordinal).ToDictionary(key, StringComparer.Ordinal);
        var later = after.Select(key).ToHashSet(StringComparer.Ordinal);
        var changes = ImmutableArray.CreateBuilder<TextChange>();
        foreach (var now in after.DistinctBy(key, StringComparer.Ordinal))
        {
            if (!earlier.TryGetValue(key(now), out var then))
            {
                changes.Add(new TextChange(ChangeKind.Added, name(now), []));
            }
            else if (details(then, now) is { } found)
            {
                changes.Add(new TextChange(ChangeKind.Changed, name(now), found));
            }
        }

        changes.AddRange(before.Where(each => !later.Contains(key(each))).Select(each => new TextChange(ChangeKind.Removed, name(each), [])));
        return changes.ToImmutable();
    }

    private static ImmutableArray<string>? SectionDetails(ProseSection before, ProseSection after) =>
        before == after
            ? null
            : [.. before.Heading == after.Heading ? [] : (string[])["heading: " + Arrow(before.Heading, after.Heading)], .. WordDiff.Of(before.Words, after.Words)];

    private static string Name(Authority authority) => authority.Citation.Contains(authority.Title, StringComparison.OrdinalIgnoreCase)
        ? authority.Citation
        : $"{authority.Title}, {authority.Citation}";

    private static ImmutableArray<string>? AuthorityDetails(Authority before, Authority after)
    {
        (string Name, string? Before, string? After)[] all =
        [
            ("edition", before.Edition, after.Edition),
            ("title", before.Title, after.Title),
            ("citation", before.Citation, after.Citation),
            ("status", before.Status, after.Status),
            ("looked at", before.AsOf, after.AsOf),
            ("superseded by", before.SupersededBy, after.SupersededBy),
            ("expires", before.Expires, after.Expires),
            ("address", before.Url, after.Url),
            ("text", before.TextHash, after.TextHash),
            ("note", before.Note, after.Note),
            ("earlier editions", Earlier(before), Earlier(after)),
        ];
        ImmutableArray<string> changed = [.. all.Where(each => each.Before != each.After).Select(each => $"{each.Name}: {Arrow(each.Before ?? "none", each.After ?? "none")}")];
        return changed.IsEmpty ? null : changed;
    }

    private static string? Earlier(Authority authority) => authority.Earlier is { IsDefaultOrEmpty: false } earlier
        ? string.Join(", ", earlier.Select(static each => $"{each.Edition} ({each.TextHash?[..12] ?? "no hash"})"))
        : null;

    private static List<(string Path, string Type)> FactTypes(CedarSchema schema) =>
        [.. schema.Actions.TryGetValue(AgreementActions.Request, out var action) ? Flatten(action.Context, "") : []];

    private static IEnumerable<(string Path, string Type)> Flatten(RecordType record, string prefix) => record.Attributes.SelectMany(
        attribute => attribute.Value.Type is RecordType inner
            ? Flatten(inner, $"{prefix}{attribute.Key}.")
            : [($"{prefix}{attribute.Key}", attribute.Value.Type.ToString()!)]);

    private static string Continuity(AgreementTerms terms) => terms.Continuity == "hold" ? "is held" : "continues with notice, where the work is certified";

    private static string Listed(AgreementTerms terms) => terms.Addresses is { IsDefaultOrEmpty: false } listed ? string.Join(", ", listed) : "none";

    private static string Networks(AgreementTerms terms) => terms.Networks is { } networks
        ? string.Join(" | ", networks.Select(static each => $"{each.Key}: {each.Value.ToWords()}"))
        : "as configured";

    private static string Clouds(AgreementTerms terms) => terms.Clouds is { IsDefault: false } clouds
        ? clouds.IsEmpty ? "none" : string.Join(" | ", clouds.Select(static cloud => cloud.ToWords()))
        : "those that publish their addresses";

    private static string Equal(AgreementTerms terms) => terms.Equivalences is { IsDefaultOrEmpty: false } written
        ? string.Join(", ", written.OrderBy(static each => ClassificationLevels.UsRank(each.Us)).Select(static each => $"{each.Us} = {each.Nato}"))
        : "none";

    private static string Keys(AgreementTerms terms) => terms.HardwareKeys is { IsEmpty: false } written
        ? string.Join("; ", written.Select(static each => $"{each.Key}: {string.Join(", ", each.Value)}"))
        : "any that the configuration takes";

    private static string People(AgreementTerms terms) => terms.AppointsPeople ? "their own parties, each with its signature" : "the configuration";

    private static string Seats(ImmutableArray<string>? seats) => seats is { } written ? string.Join(" + ", written) : "as it ships";

    private static string Below(AgreementTerms terms) => terms.JudgeClearsBelow is { } score ? Number(score) : "none";

    private static string Quorum(AgreementTerms terms) => terms.StopsWithoutQuorum ? "stops" : "continues";

    private static string Names(AgreementMetadata metadata) =>
        string.Join("; ", (metadata.Names ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty).Select(each => $"{each.Key}: {string.Join(", ", each.Value)}"));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
