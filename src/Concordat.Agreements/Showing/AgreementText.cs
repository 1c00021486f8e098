using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;

namespace Concordat.Agreements.Showing;

/// <summary>Renders an agreement as plain text: each provision's prose with its executable clause beneath it.</summary>
public static class AgreementText
{
    private const string ProvisionMark = "### ";

    /// <summary>The whole agreement, or one article or clause of it.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="only">An article (<c>2</c>) or a clause (<c>2.1</c>), or nothing for the whole.</param>
    /// <param name="signers">Lines that say who signed, where that was checked.</param>
    public static string Render(AgreementSource source, string? only = null, IReadOnlyList<TrustedParty>? signers = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var clauses = Compile(source).ToDictionary(clause => clause.Id);
        var text = new StringBuilder();
        if (only is null)
        {
            WriteHead(source, signers, text);
        }

        var wanted = only is null;
        foreach (var section in Sections(source.Prose))
        {
            if (only is not null)
            {
                wanted = Matches(section, only);
            }

            if (!wanted)
            {
                continue;
            }

            text.Append(section.Trim('\n')).Append("\n\n");
            if (section.StartsWith(ProvisionMark, StringComparison.Ordinal)
                && Prose.Read(section).Provisions is [var provision] && clauses.TryGetValue(provision.Id, out var clause))
            {
                WriteClause(clause, source, text);
            }
        }

        return text.ToString();
    }

    private static ImmutableArray<Clause> Compile(AgreementSource source) =>
        AgreementLint.Compile(source, new DiagnosticList())?.Clauses ?? [];

    private static void WriteHead(AgreementSource source, IReadOnlyList<TrustedParty>? signers, StringBuilder text)
    {
        var metadata = source.Metadata;
        var hash = AgreementPayload.Hash(AgreementPayload.Build(source));
        text.Append(CultureInfo.InvariantCulture, $"agreement: {metadata.Id} {metadata.Version}\n");
        text.Append(CultureInfo.InvariantCulture, $"hash:      {hash}\n");
        text.Append(CultureInfo.InvariantCulture, $"effective: {metadata.Effective}{(metadata.Expires is { } end ? " until " + end : "")}\n");
        text.Append(CultureInfo.InvariantCulture, $"roles:     {string.Join(", ", metadata.Roles)}\n");
        WriteOrders(metadata.Terms.Orders, text);
        if (source.Unproven is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"unproven:  {reason}\n");
        }

        foreach (var signer in signers ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"signed by: {signer.Name} ({signer.Role}, key {signer.Key.KeyId[..12]})\n");
        }

        text.Append('\n');
    }

    // Who speaks for a party is read before anything else is signed.
    private static void WriteOrders(OrdersTerms? orders, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"orders:    {(orders?.Issuers is null ? "parties sign with the keys that sign this agreement" : "signed by the issuers named here")}\n");
        foreach (var (id, issuer) in orders?.Issuers ?? ImmutableSortedDictionary<string, OrderIssuerTerms>.Empty)
        {
            text.Append(CultureInfo.InvariantCulture, $"           {id} ({issuer.Party ?? "no party"}, key {issuer.Key[..Math.Min(12, issuer.Key.Length)]}): {(issuer.Acts.IsDefaultOrEmpty ? "nothing any more" : string.Join(", ", issuer.Acts))}\n");
        }

        if (orders?.Configured is { IsDefaultOrEmpty: false } configured)
        {
            text.Append(CultureInfo.InvariantCulture, $"           whom the gateway's configuration names: {string.Join(", ", configured)}\n");
        }
    }

    private static void WriteClause(Clause clause, AgreementSource source, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"    clause {clause.Id}: {RemedyWords(clause)}{(clause.RedLine ? ", red line" : "")}\n");
        if (clause.Authorities.IsEmpty)
        {
            text.Append("    authority: the consent of the parties\n");
        }

        foreach (var reference in clause.Authorities)
        {
            var authority = source.Authorities.First(known => string.Equals(known.Id, reference.Id, StringComparison.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"    authority: {authority.Citation} ({(reference.Follows ? "follows amendments" : "edition " + reference.Edition)})\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    because: {clause.Because}\n    would change: {clause.WouldChange}\n\n");
        foreach (var line in ClauseBody.Of(clause.Text).Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : "    ").Append(line).Append('\n');
        }

        text.Append('\n');
    }

    private static string RemedyWords(Clause clause) => clause.Remedy switch
    {
        Remedy.Authorize => "holds for an authorization of exactly this act",
        Remedy.Ruling => "holds for a ruling of the panel",
        Remedy.Mask => "holds until masked",
        _ => clause.Effect == Cedar.Effect.Permit ? "permits; refuses what it does not cover" : "refuses",
    };

    private static bool Matches(string section, string only)
    {
        var heading = section.Split('\n', 2)[0];
        return heading.StartsWith($"{ProvisionMark}{only} ", StringComparison.Ordinal)
            || heading.StartsWith($"{ProvisionMark}{only}.", StringComparison.Ordinal)
            || heading.StartsWith($"## Article {only}.", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sections(string prose)
    {
        var section = new StringBuilder();
        foreach (var line in prose.Split('\n'))
        {
            if (line.StartsWith('#') && section.Length > 0)
            {
                yield return section.ToString();
                section.Clear();
            }

            section.Append(line).Append('\n');
        }

        if (section.Length > 0)
        {
            yield return section.ToString();
        }
    }
}
