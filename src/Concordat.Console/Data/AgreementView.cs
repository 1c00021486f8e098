using Concordat.Agreements;

namespace Concordat.Console.Data;

/// <summary>The agreement as people read it.</summary>
/// <param name="Hash">SHA-256 of its canonical form, 64 lower hex digits.</param>
/// <param name="Prose">The prose in Markdown; articles are second-level headings, provisions third-level ones that begin with their number.</param>
public sealed record AgreementView(
    string Title,
    string Version,
    string Hash,
    DateTimeOffset Effective,
    DateTimeOffset? Expires,
    IReadOnlyList<PartyView> Parties,
    string Prose,
    IReadOnlyList<ClauseView> Clauses)
{
    public string ShortHash => Hash.Length > 12 ? Hash[..12] : Hash;

    /// <summary>The remedy of the clause of that number; none where there is no such clause.</summary>
    public Remedy? RemedyOf(string id) => FindClause(id) is { } clause ? RemedyNames.Parse(clause.Remedy) : null;

    public ClauseView? FindClause(string id) =>
        Clauses.FirstOrDefault(clause => string.Equals(clause.Id, id, StringComparison.Ordinal));
}
