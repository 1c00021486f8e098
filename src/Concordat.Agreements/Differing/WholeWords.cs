using System.Text;

namespace Concordat.Agreements.Differing;

/// <summary>Finds words in text, not parts of longer ones: <c>2.1</c> does not stand in <c>2.10</c> or <c>12.1</c>.</summary>
internal static class WholeWords
{
    public static bool Contains(string text, string words) => Find(text, words, 0) >= 0;

    public static string Replace(string text, string words, string by)
    {
        var at = Find(text, words, 0);
        if (at < 0)
        {
            return text;
        }

        var (result, from) = (new StringBuilder(text.Length), 0);
        for (; at >= 0; at = Find(text, words, from))
        {
            result.Append(text, from, at - from).Append(by);
            from = at + words.Length;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static int Find(string text, string words, int from)
    {
        for (var at = text.IndexOf(words, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            if (!Joins(text, at - 1, -1) && !Joins(text, at + words.Length, 1))
            {
                return at;
            }
        }

        return -1;
    }

    // A letter or digit goes on with the word, and so does a point between digits.
    private static bool Joins(string text, int at, int step) =>
        at >= 0 && at < text.Length
        && (char.IsLetterOrDigit(text[at]) || text[at] == '_'
            || (text[at] == '.' && at + step >= 0 && at + step < text.Length && char.IsDigit(text[at + step])));
}
