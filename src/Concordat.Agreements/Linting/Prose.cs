using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Concordat.Agreements.Linting;

/// <summary>The numbered provisions of an agreement's prose: headings <c>### 2.1 Title</c>, up to the next heading.</summary>
internal sealed partial class Prose
{
    private const string UndertakingMark = " (undertaking)";

    private Prose(ImmutableArray<ProseProvision> provisions) => Provisions = provisions;

    /// <summary>The provisions in text order.</summary>
    public ImmutableArray<ProseProvision> Provisions { get; }

    public static Prose Read(string markdown)
    {
        var lines = markdown.Split('\n');
        var provisions = ImmutableArray.CreateBuilder<ProseProvision>();
        for (var i = 0; i < lines.Length; i++)
        {
            var match = Heading().Match(lines[i]);
            if (!match.Success || !ClauseId.TryParse(match.Groups["id"].Value, out var id))
            {
                continue;
            }

            var title = match.Groups["title"].Value.Trim();
            var isUndertaking = title.EndsWith(UndertakingMark, StringComparison.Ordinal);
            var end = i + 1;
            while (end < lines.Length && !lines[end].StartsWith('#'))
            {
                end++;
            }

            provisions.Add(new ProseProvision(
                id,
                isUndertaking ? title[..^UndertakingMark.Length] : title,
                isUndertaking,
                string.Join('\n', lines[(i + 1)..end]).Trim(),
                i + 1));
        }

        return new Prose(provisions.ToImmutable());
    }

    [GeneratedRegex(@"^### (?<id>[0-9]+\.[0-9]+) (?<title>.+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
