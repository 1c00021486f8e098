using System.Collections.Immutable;

namespace Concordat.Agreements.Differing;

/// <summary>Compares two texts sentence by sentence: what is struck, what is put in.</summary>
internal static class WordDiff
{
    /// <summary><c>struck: …</c> and <c>put in: …</c>, in the order of the texts.</summary>
    public static ImmutableArray<string> Of(string before, string after)
    {
        var left = Sentences(before);
        var right = Sentences(after);
        return
        [
            .. left.Where(sentence => !right.Contains(sentence)).Select(sentence => "struck: " + sentence),
            .. right.Where(sentence => !left.Contains(sentence)).Select(sentence => "put in: " + sentence),
        ];
    }

    // A full stop ends a sentence when a capital letter follows; U.S. and the like do not count when a small one does.
    private static List<string> Sentences(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 1; i + 2 < text.Length; i++)
        {
            if (text[i] is '.' or ';' && text[i + 1] == ' ' && char.IsUpper(text[i + 2]) && char.IsLower(text[i - 1]))
            {
                sentences.Add(text[start..(i + 1)]);
                start = i + 2;
            }
        }

        if (start < text.Length)
        {
            sentences.Add(text[start..]);
        }

        return sentences;
    }
}
