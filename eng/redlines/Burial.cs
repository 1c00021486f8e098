namespace Concordat.RedLines;

/// <summary>Puts lines of the corpus into the middle of everyday requests, so that a telling sentence is learned as it stands in a long text.</summary>
/// <remarks>Look-alikes and everyday lines are buried as often as violations: being buried says nothing.</remarks>
internal static class Burial
{
    private const int Every = 4;
    private const int MostWords = 40;
    private const int WordsAround = 22;

    private static readonly string[] _styles = ["direct", "bureaucratic", "jargon", "euphemistic", "code", ""];

    /// <summary>The lines, and every fourth short English one of them once more within a text.</summary>
    public static List<CorpusLine> Of(IReadOnlyList<CorpusLine> lines)
    {
        var random = new Random(11);
        var around = lines.Where(line => line.RedLine == CorpusLine.None && IsShort(line)).Select(line => line.Text).ToArray();
        List<CorpusLine> all = [.. lines];
        foreach (var line in lines.Where(line => IsShort(line) && line.Label != "grey").Where((_, i) => i % Every == 0))
        {
            var (before, after) = (around[random.Next(around.Length)], around[random.Next(around.Length)]);
            var text = $"{Part(before, random.Next(4, WordsAround))} {line.Text} {Part(after, random.Next(4, WordsAround))}";
            all.Add(Corpus.Cut(line with { Id = line.Id + "-buried", Style = "buried", Text = text, Windows = [], Telling = null }));
        }

        return all;
    }

    private static bool IsShort(CorpusLine line) => line.Language is "en" or "" && _styles.Contains(line.Style, StringComparer.Ordinal)
        && line.Text.AsSpan().Count(' ') is >= 4 and < MostWords;

    private static string Part(string text, int words)
    {
        var at = -1;
        for (var word = 0; word < words && (at = text.IndexOf(' ', at + 1)) >= 0; word++)
        {
        }

        return at < 0 ? text : text[..at] + ".";
    }
}
