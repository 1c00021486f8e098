using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Cedar;

namespace Concordat.Agreements.Linting;

/// <summary>Checks the authorities as data, and how clauses name them.</summary>
internal static class AuthorityChecks
{
    public static void RunData(AgreementSource source, DiagnosticList found) =>
        RunData(source.Authorities, source.AuthoritiesText, source.Place(AgreementSource.AuthoritiesFile), found);

    /// <summary>Checks a list of authorities wherever it comes from.</summary>
    public static void RunData(ImmutableArray<Authority> authorities, string text, string place, DiagnosticList found)
    {
        if (authorities.IsDefault)
        {
            found.Error(AgreementCodes.AuthorityData, "the authorities are null; write a list", place);
            return;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var authority in authorities)
        {
            var name = $"authority `{authority.Id}`";
            var (line, column) = JsonPlace.OfValue(text, "id", authority.Id);
            if (!ids.Add(authority.Id))
            {
                found.Error(AgreementCodes.AuthorityDuplicate, $"{name} is listed twice", place, line, column);
            }

            if (authority.Id.Length == 0 || authority.Id.AsSpan().ContainsAny('@', ',', ' ') || string.Equals(authority.Id, "agreement", StringComparison.Ordinal))
            {
                found.Error(AgreementCodes.AuthorityData, $"{name} has an identifier that clauses cannot name; use letters, digits, `-` and `.`", place, line, column);
            }

            if (authority.Edition is { } edition && !Dates.IsDay(edition))
            {
                found.Error(AgreementCodes.AuthorityData, $"{name} has the edition `{edition}`; write a date as `yyyy-MM-dd`, or null", place, line, column);
            }

            if (authority.Expires is { } expires && !Dates.IsDay(expires))
            {
                found.Error(AgreementCodes.AuthorityData, $"{name} expires on `{expires}`; write a date as `yyyy-MM-dd`, or leave it out", place, line, column);
            }

            if (!Dates.IsDay(authority.AsOf))
            {
                found.Error(AgreementCodes.AuthorityData, $"{name} says as of `{authority.AsOf}`; write a date as `yyyy-MM-dd`", place, line, column);
            }

            foreach (var earlier in authority.Earlier ?? [])
            {
                if (!Dates.IsDay(earlier.Edition) || (earlier.TextHash is { } itsHash && !Hashes.IsSha256(itsHash)) || string.CompareOrdinal(earlier.Edition, authority.Edition) >= 0)
                {
                    found.Error(
                        AgreementCodes.AuthorityData,
                        $"{name} has the earlier edition `{earlier.Edition}`; write a date before `{authority.Edition ?? "null"}` as `yyyy-MM-dd`, and the hash of its text or null",
                        place, line, column);
                }
            }

            if (authority.TextHash is { } hash && !Hashes.IsSha256(hash))
            {
                found.Error(AgreementCodes.AuthorityData, $"{name} has a text hash that is not 64 lower-case hexadecimal digits; write null when it is not known", place, line, column);
            }
        }
    }

    public static void RunReferences(Policy policy, Clause clause, AgreementSource source, string place, DiagnosticList found)
    {
        if (source.Authorities.IsDefault)
        {
            return;
        }

        foreach (var reference in clause.Authorities)
        {
            var authority = source.Authorities.FirstOrDefault(known => string.Equals(known.Id, reference.Id, StringComparison.Ordinal));
            if (authority is null)
            {
                ClauseReader.Fault(
                    policy, "authority", place, found, AgreementCodes.AuthorityUnknown,
                    $"unknown authority `{reference.Id}`; add it to `{source.Place(AgreementSource.AuthoritiesFile)}`");
                continue;
            }

            if (reference.Edition is { } pinned && !string.Equals(pinned, authority.Edition, StringComparison.Ordinal))
            {
                var isListed = authority.Has(pinned);
                ClauseReader.Fault(
                    policy, "authority", place, found, isListed ? AgreementCodes.AuthorityEarlier : AgreementCodes.AuthorityEdition,
                    isListed
                        ? $"`{reference}` stays with an edition that is not the newest, which is `{authority.Edition}`; review whether the clause should follow it"
                        : $"`{reference}` names an edition that is not described; the newest is `{authority.Edition ?? "not known"}`",
                    warning: isListed);
            }

            if (authority.SupersededBy is { } successor)
            {
                ClauseReader.Fault(
                    policy, "authority", place, found, AgreementCodes.AuthoritySuperseded,
                    $"`{reference}` is superseded by {successor}; review the clause", warning: true);
            }
        }
    }
}
