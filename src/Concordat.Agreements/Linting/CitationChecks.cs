using System.Text.RegularExpressions;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that the laws and orders that the prose cites by number are listed among the authorities.</summary>
internal static partial class CitationChecks
{
    public static void Run(AgreementSource source, DiagnosticList found)
    {
        var listed = source.Authorities.IsDefault ? "" : string.Join('\n', source.Authorities.Select(authority => authority.Citation));
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match match in Citation().Matches(source.Prose))
        {
            var cited = string.Join(' ', match.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (listed.Contains(cited, StringComparison.Ordinal) || !reported.Add(cited))
            {
                continue;
            }

            var before = source.Prose.AsSpan(0, match.Index);
            found.Warning(
                AgreementCodes.AuthorityNotListed,
                $"the prose cites {cited}, which is not among the authorities; add it to `{source.Place(AgreementSource.AuthoritiesFile)}`",
                source.Place(AgreementSource.ProseFile), before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
        }
    }

    [GeneratedRegex(
        @"[0-9]+\s+U\.S\.C\.\s+[0-9]+[a-z]*(\([A-Za-z0-9]+\))*|Executive\s+Order\s+[0-9]+|(Directive|Manual|Instruction|Memorandum)\s+[0-9]+\.[0-9]+",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Citation();
}
