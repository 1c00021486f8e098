using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Differing;

/// <summary>Proves that two vendors have the same terms, or shows where they have not.</summary>
public static class EqualTerms
{
    // What names an instance, as `agreement diff` calls it; everything else is a term.
    private static readonly ImmutableHashSet<string> OwnData = ["identifier", "version", "takes effect", "amends", "names"];

    /// <summary>Compares two instances of one template, each without the names of those who fill its roles.</summary>
    /// <param name="one">An instance, or the template; it must pass the lint.</param>
    /// <param name="other">Another; it must pass the lint.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public static EqualTermsReport Compare(AgreementSource one, AgreementSource other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var found = new DiagnosticList();
        PartyNames.Check(one, other, found);
        PartyNames.Check(other, one, found);
        if (found.HasErrors)
        {
            return new EqualTermsReport(one, other, new DiffReport(one, other) { Problems = found.ToImmutable() });
        }

        var (left, right) = (PartyNames.Without(one), PartyNames.Without(other));
        var report = AgreementDiff.Compare(left, right, cancellationToken);
        if (!report.IsCompared)
        {
            return new EqualTermsReport(one, other, report);
        }

        var unproven = one.Unproven == other.Unproven
            ? (TextChange[])[]
            : [new TextChange(ChangeKind.Changed, "signed unproven", [TextDiff.Arrow(one.Unproven ?? "no", other.Unproven ?? "no")])];
        return new EqualTermsReport(one, other, report with
        {
            Terms = [.. report.Terms.Where(static term => !OwnData.Contains(term.Name)), .. unproven],
            Facts = [.. report.Facts, .. TextDiff.Prose(left.FactsGuide, right.FactsGuide)],
        })
        {
            OwnData = [.. TextDiff.Terms(one.Metadata, other.Metadata).Where(term => OwnData.Contains(term.Name) || IsOwnIssuer(term.Name, one.Metadata, other.Metadata))],
        };
    }

    private static bool IsOwnIssuer(string term, AgreementMetadata one, AgreementMetadata other) => term.StartsWith(IssuerDiff.Issuer, StringComparison.Ordinal)
        && one.Roles.Any(role => term.EndsWith($" ({role})", StringComparison.Ordinal) && PartyNames.IsOwn(role, one) && PartyNames.IsOwn(role, other));
}
