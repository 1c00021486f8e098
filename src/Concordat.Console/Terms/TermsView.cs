using System.Collections.Immutable;
using Concordat.Agreements.Authorities;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Publishing;
using Concordat.Console.Data;

namespace Concordat.Console.Terms;

/// <summary>What an agreement publishes, made once for each agreement: nothing that the parties withhold is in it.</summary>
/// <param name="Statement">The statement of terms; null where the agreement does not pass the lint that it passed when it was signed.</param>
/// <param name="Hash">What the signers of the statement sign, 64 lower hex digits.</param>
/// <param name="Clauses">Its clauses, as people read them.</param>
/// <param name="Authorities">The authorities that those clauses rest on, with who stays with an edition and who follows.</param>
public sealed record TermsView(TermsStatement? Statement, string Hash, IReadOnlyList<ClauseView> Clauses, IReadOnlyList<AuthorityUse> Authorities)
{
    /// <summary>Makes it from the source that the gateway runs by.</summary>
    public static TermsView Of(AgreementSource source)
    {
        if (TermsPublishing.Of(source) is not var (statement, hash))
        {
            return new TermsView(null, "", [], []);
        }

        var published = statement.Clauses.Select(clause => clause.Clause).ToHashSet(StringComparer.Ordinal);
        AuthorityUse[] uses = [.. AuthorityRegister.Uses(source, out _).Select(use => Only(use, published)).Where(use => use.IsUsed)];
        return new TermsView(statement, hash, [.. statement.Clauses.Select(clause => ViewOf(clause, uses))], uses);
    }

    // The register knows all clauses; the number of a withheld one is not told by the law that it rests on.
    private static AuthorityUse Only(AuthorityUse use, HashSet<string> published) => use with
    {
        PinnedBy = use.PinnedBy
            .Select(each => KeyValuePair.Create(each.Key, each.Value.RemoveAll(id => !published.Contains(id.ToString()))))
            .Where(each => !each.Value.IsEmpty)
            .ToImmutableSortedDictionary(StringComparer.Ordinal),
        FollowedBy = use.FollowedBy.RemoveAll(id => !published.Contains(id.ToString())),
    };

    private static ClauseView ViewOf(TermsClause clause, AuthorityUse[] uses) => new(
        clause.Clause,
        clause.Title,
        clause.Remedy,
        clause.RedLine,
        clause.Effect == "permit",
        clause.Because,
        clause.Change,
        [.. uses.SelectMany(use => Editions(use, clause.Clause), (use, edition) => new AuthorityView(use.Authority.Title, use.Authority.Citation, edition, use.Authority.Url))],
        clause.Text);

    private static IEnumerable<string?> Editions(AuthorityUse use, string clause) =>
    [
        .. use.PinnedBy.Where(each => each.Value.Any(id => id.ToString() == clause)).Select(each => each.Key),
        .. use.FollowedBy.Where(id => id.ToString() == clause).Select(_ => (string?)null),
    ];
}
