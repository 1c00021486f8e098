using System.Globalization;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Cedar;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that the authorities that clauses rest on are in force, and that somebody looked within the last year.</summary>
internal static class AuthorityDates
{
    private const int DaysUntilLook = 365;

    // How the status of an authority begins that binds nobody any more.
    private static readonly string[] Ended =
        ["repealed", "rescinded", "revoked", "expired", "superseded", "replaced", "cancelled", "canceled", "withdrawn", "not in force", "no longer"];

    public static void Run(AgreementSource source, IReadOnlyList<(Policy Policy, Clause Clause)> clauses, DateTimeOffset? now, DiagnosticList found)
    {
        foreach (var authority in source.Authorities)
        {
            var resting = clauses.Where(each => each.Clause.Authorities.Any(reference => reference.Id == authority.Id)).ToList();
            if (resting.Count == 0)
            {
                continue;
            }

            if (EndOf(authority, now) is { } end)
            {
                foreach (var (policy, _) in resting)
                {
                    ClauseReader.Fault(
                        policy, "authority", source.Place(AgreementSource.ClausesFile), found, AgreementCodes.AuthorityNotInForce,
                        $"clause `{policy.Annotations["clause"]}` rests on `{authority.Id}` ({authority.Citation}), which {end}; name what replaces it, or rest the clause on the agreement");
                }
            }
            else if (now is { } today && Day(authority.AsOf) is { } asOf)
            {
                CheckAge(source, authority, asOf, DateOnly.FromDateTime(today.UtcDateTime), found);
            }
        }
    }

    private static string? EndOf(Authority authority, DateTimeOffset? now)
    {
        if (Array.Exists(Ended, word => authority.Status.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
        {
            return $"is not in force: {authority.Status}";
        }

        return now is { } today && authority.Expires is { } expires && Day(expires) is { } last && last < DateOnly.FromDateTime(today.UtcDateTime)
            ? $"expired on {expires}"
            : null;
    }

    private static void CheckAge(AgreementSource source, Authority authority, DateOnly asOf, DateOnly today, DiagnosticList found)
    {
        if (asOf > today)
        {
            Warn(source, authority, found, $"authority `{authority.Id}` is described as of {authority.AsOf}, a day that has not come; correct `asOf`");
        }
        else if (today.DayNumber - asOf.DayNumber > DaysUntilLook)
        {
            Warn(
                source, authority, found,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"authority `{authority.Id}` ({authority.Citation}) was last looked at on {authority.AsOf}, more than {DaysUntilLook} days ago; look whether it still stands, and correct `asOf`"));
        }
    }

    private static void Warn(AgreementSource source, Authority authority, DiagnosticList found, string message)
    {
        var (line, column) = JsonPlace.OfValue(source.AuthoritiesText, "id", authority.Id);
        found.Warning(AgreementCodes.AuthorityOutOfDate, message, source.Place(AgreementSource.AuthoritiesFile), line, column);
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
