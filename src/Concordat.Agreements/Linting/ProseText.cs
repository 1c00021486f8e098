using System.Text.RegularExpressions;

namespace Concordat.Agreements.Linting;

/// <summary>The running text of an agreement: what stands before its articles, the articles, and the terms that are defined in bold.</summary>
internal sealed partial class ProseText
{
    private readonly HashSet<string> _terms;
    private readonly string _whole;
    private readonly int _offset;

    public ProseText(string markdown)
    {
        _whole = markdown;
        var articles = markdown.IndexOf("\n## Article ", StringComparison.Ordinal);
        _offset = articles < 0 ? 0 : articles + 1;
        Preface = Spaces().Replace(markdown[.._offset], " ");
        Articles = Heading().Replace(markdown[_offset..], match => new string(' ', match.Length));
        _terms = Bold().Matches(markdown).Select(match => Plain(match.Groups["term"].Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Parties, preamble and definitions, on one line.</summary>
    public string Preface { get; }

    /// <summary>The articles without their headings, each character at its place.</summary>
    public string Articles { get; }

    /// <summary>Whether the text sets that term in bold somewhere, in singular or plural.</summary>
    public bool Defines(string term) => _terms.Contains(Plain(term));

    /// <summary>Line and column, from 1, of a character of the articles.</summary>
    public (int Line, int Column) PlaceOf(int index)
    {
        var before = _whole.AsSpan(0, _offset + index);
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private static string Plain(string term)
    {
        var words = Spaces().Replace(term.Trim(), " ");
        foreach (var article in (string[])["the ", "to ", "a ", "an "])
        {
            words = words.StartsWith(article, StringComparison.OrdinalIgnoreCase) ? words[article.Length..] : words;
        }

        return words.TrimEnd('s', 'S');
    }

    [GeneratedRegex(@"\*\*(?<term>[^*]{1,80})\*\*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Bold();

    [GeneratedRegex("^#.*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
