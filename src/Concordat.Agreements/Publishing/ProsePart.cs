using System.Collections.Immutable;

namespace Concordat.Agreements.Publishing;

/// <summary>A heading of the prose and the lines beneath it, as they are written.</summary>
/// <param name="Keys">What names it for withholding: its own number or annex, and that of the article or annex that it stands in.</param>
/// <param name="Level">How many <c>#</c> its heading has; 0 for what stands before the first.</param>
/// <param name="Lines">The lines, the heading first.</param>
internal sealed record ProsePart(ImmutableArray<string> Keys, int Level, ImmutableArray<string> Lines)
{
    public static ImmutableArray<ProsePart> Read(string markdown)
    {
        var parts = ImmutableArray.CreateBuilder<ProsePart>();
        var (keys, level, lines) = (ImmutableArray<string>.Empty, 0, new List<string>());
        var above = new string?[7];
        foreach (var line in markdown.Split('\n'))
        {
            if (LevelOf(line) is var now and > 0)
            {
                parts.Add(new ProsePart(keys, level, [.. lines]));
                lines.Clear();
                level = now;
                above.AsSpan(now).Clear();
                above[now] = KeyOf(line[now..].Trim());
                keys = [.. above.OfType<string>()];
            }

            lines.Add(line);
        }

        parts.Add(new ProsePart(keys, level, [.. lines]));
        return parts.ToImmutable();
    }

    private static int LevelOf(string line)
    {
        var count = line.Length - line.TrimStart('#').Length;
        return count is > 0 and < 7 && line.Length > count && line[count] == ' ' ? count : 0;
    }

    private static string? KeyOf(string heading)
    {
        var words = heading.Split(' ', 3);
        return words is ["Article", var article, ..] ? article.TrimEnd('.')
            : words is ["Annex", var annex, ..] ? "Annex " + annex.TrimEnd('.')
            : ClauseId.TryParse(words[0], out var id) ? id.ToString()
            : null;
    }
}
