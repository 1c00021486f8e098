using System.Text.RegularExpressions;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Cedar;

namespace Concordat.Agreements.Linting;

/// <summary>
/// Checks that the terms on which something turns are defined, which is done by setting them in bold: the words that the gateway acts on,
/// words in quotation marks, and names with capital letters that neither a definition, an authority nor a clause explains.
/// </summary>
internal static partial class TermChecks
{
    private static readonly string[] Annotations = ["title", "because", "change"];

    // What the gateway does turns on these words; a text that uses them says what they mean.
    private static readonly (string Term, Regex Use)[] Weighty =
    [
        .. ((string[])
        [
            "use case", "human decider", "safeguard", "U.S. person", "presumed U.S. person", "commercially acquired", "own records",
            "high-stakes", "suspicion", "red line", "grey area", "authorization", "ruling", "panel",
        ]).Select(term => (term, Whole(term))),
    ];

    // Words of the form of an agreement and of the law, which need no definition.
    private static readonly HashSet<string> Form = new(
        ["Agreement", "Article", "Articles", "Clause", "Clauses", "Schedule", "Annex", "Act", "Directive", "Manual", "Code", "Order", "Concordat-Sources", "Concordat-Label", "Concordat-Case"],
        StringComparer.Ordinal);

    public static void Run(AgreementSource source, PolicySet policies, DiagnosticList found)
    {
        var prose = new ProseText(source.Prose);
        var known = prose.Preface + "\n" + source.Metadata.Title + "\n" + AuthorityWords(source) + "\n" + Constants(policies);
        var reported = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (text, place, at) in Passages(source, policies, prose))
        {
            foreach (var (term, index) in Undefined(text, prose, known))
            {
                if (reported.Add(term))
                {
                    var (line, column) = at(index);
                    found.Warning(
                        AgreementCodes.TermUndefined,
                        $"`{term}` is not defined; define it in {AgreementSource.ProseFile} with the term in bold, or use a word that is", place, line, column);
                }
            }
        }
    }

    private static IEnumerable<(string Text, string Place, Func<int, (int Line, int Column)> At)> Passages(
        AgreementSource source, PolicySet policies, ProseText prose)
    {
        yield return (prose.Articles, source.Place(AgreementSource.ProseFile), prose.PlaceOf);
        foreach (var policy in policies.Policies)
        {
            foreach (var annotation in Annotations)
            {
                if (policy.Annotations.TryGetValue(annotation, out var text) && policy.AnnotationSpans.TryGetValue(annotation, out var span))
                {
                    yield return (text, source.Place(AgreementSource.ClausesFile), _ => (span.Line, span.Column));
                }
            }
        }
    }

    private static IEnumerable<(string Term, int Index)> Undefined(string text, ProseText prose, string known)
    {
        foreach (var (term, use) in Weighty)
        {
            if (!prose.Defines(term) && use.Match(text) is { Success: true } match)
            {
                yield return (term, match.Index);
            }
        }

        foreach (Match match in Quoted().Matches(text))
        {
            var term = OneLine(match.Groups["term"].Value);
            if (!prose.Defines(term) && !known.Contains(term, StringComparison.OrdinalIgnoreCase))
            {
                yield return (term, match.Index);
            }
        }

        foreach (Match match in Capitalised().Matches(text))
        {
            var name = match.Groups["name"];
            var term = OneLine(name.Value);
            if (!Form.Contains(term) && !known.Contains(term, StringComparison.OrdinalIgnoreCase) && !prose.Defines(term))
            {
                yield return (term, name.Index);
            }
        }
    }

    private static string AuthorityWords(AgreementSource source) => source.Authorities.IsDefault
        ? ""
        : string.Join('\n', source.Authorities.Select(authority => $"{authority.Title}\n{authority.Citation}\n{authority.Note}"));

    private static string Constants(PolicySet policies) => string.Join('\n', policies.Policies.SelectMany(policy => policy.Conditions).Select(condition => condition.Body.ToString()));

    private static string OneLine(string text) => Spaces().Replace(text, " ");

    private static Regex Whole(string term) => new(
        @"\b" + Regex.Escape(term).Replace(@"\ ", @"\s+", StringComparison.Ordinal) + @"s?\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    [GeneratedRegex("[\"“](?<term>[^\"”\n][^\"”]{0,80})[\"”]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    // In the middle of a sentence: after a small letter, a comma or a bracket.
    [GeneratedRegex(
        @"[a-z0-9,)(;]\s+(?:of |the )?(?<name>[A-Z][A-Za-z-]+(?:\s(?:(?:of|of\sthe)\s)?[A-Z][A-Za-z-]+)*)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Capitalised();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
