using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Differing;

/// <summary>Puts the role in the place of each name of an instance, so that two instances can be compared but for their names.</summary>
internal static partial class PartyNames
{
    /// <summary>The texts that people read, with roles for names. What clauses decide on is not touched: a name in a condition stays a difference.</summary>
    public static AgreementSource Without(AgreementSource source)
    {
        var names = Of(source.Metadata);
        if (names.Count == 0)
        {
            return source;
        }

        return source with
        {
            Metadata = source.Metadata with { Title = Replace(source.Metadata.Title, names), Names = null, Terms = Terms(source.Metadata) },
            Prose = Replace(source.Prose, names),
            FactsGuide = Replace(source.FactsGuide, names),
            Clauses = Words().Replace(source.Clauses, match => Replace(match.Value, names)),
        };
    }

    /// <summary>Refuses names that would hide more than a name: a word of the other instance's text must not differ unseen.</summary>
    public static void Check(AgreementSource one, AgreementSource other, DiagnosticList found)
    {
        var known = Of(other.Metadata).Select(static each => each.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (role, name) in Of(one.Metadata).Where(each => !known.Contains(each.Name)))
        {
            if (WholeWords.Contains(other.Prose, name) || WholeWords.Contains(other.FactsGuide, name) || Words().Matches(other.Clauses).Any(match => WholeWords.Contains(match.Value, name)))
            {
                found.Error(
                    AgreementCodes.NameIsWord,
                    $"`{name}` is a name of the {role} here and a word of the other instance's text; a name must be nothing but a name",
                    one.Place(AgreementSource.MetadataFile));
            }
        }
    }

    // Who speaks for a party has a name and a key of their own in each instance; what they may sign is a term.
    private static AgreementTerms Terms(AgreementMetadata metadata)
    {
        if (metadata.Terms.Orders is not { Issuers: { } issuers } orders)
        {
            return metadata.Terms;
        }

        var own = issuers.Where(each => IsOwn(each.Value.Party, metadata)).GroupBy(static each => each.Value.Party!, StringComparer.Ordinal).SelectMany(static party => party
            .Select(static each => each.Value)
            .OrderBy(static issuer => string.Join(',', issuer.Acts.Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .Select((issuer, at) => issuer with { Name = "an issuer", Key = AgreementPayload.Hash(Encoding.UTF8.GetBytes($"{party.Key} {at}")) }));
        var all = issuers.Where(each => !IsOwn(each.Value.Party, metadata)).Concat(own.Select(static issuer => KeyValuePair.Create(issuer.Key, issuer)));
        return metadata.Terms with { Orders = orders with { Issuers = all.ToImmutableSortedDictionary(StringComparer.Ordinal) } };
    }

    /// <summary>Whether an instance names those who fill a role: whoever speaks for it is then its own.</summary>
    public static bool IsOwn(string? party, AgreementMetadata metadata) => party is not null && metadata.Names?.ContainsKey(party) == true;

    // The longest first: `Aurora AI` is not `[vendor] AI`.
    private static List<(string Role, string Name)> Of(AgreementMetadata metadata) =>
    [
        .. (metadata.Names ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty)
            .SelectMany(static each => each.Value.IsDefault ? [] : each.Value, static (each, name) => (Role: each.Key, Name: name))
            .OrderByDescending(static each => each.Name.Length).ThenBy(static each => each.Name, StringComparer.Ordinal),
    ];

    private static string Replace(string text, List<(string Role, string Name)> names) =>
        names.Aggregate(text, static (text, each) => WholeWords.Replace(text, each.Name, $"[{each.Role}]"));

    /// <summary>The annotations of clauses that are words for people.</summary>
    [GeneratedRegex("""@(title|because|change)\("([^"\\]|\\.)*"\)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
