using System.Text;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Topics;

/// <summary>Brings the words of the data files into the form that the scanner makes of a text.</summary>
internal static class CanonicalWords
{
    /// <summary>Han is written without spaces: each letter counts as a word.</summary>
    public static bool IsHan(int scalar) => scalar is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>The words of a phrase.</summary>
    public static string[] Split(string phrase)
    {
        var text = new StringBuilder();
        foreach (var rune in phrase.EnumerateRunes())
        {
            text.Append(rune.ToString()).Append(IsHan(rune.Value) ? " " : "");
        }

        return text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The word without marks, lower case, look-alikes as their twins.</summary>
    public static string Of(string word)
    {
        var bytes = new List<byte>();
        foreach (var rune in word.EnumerateRunes())
        {
            foreach (var b in CanonicalTable.Of(rune.Value).Text)
            {
                bytes.Add(AsciiClass.Fold[b]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>A word of another script of which every letter has a Latin twin.</summary>
    public static bool LooksLatin(string word, string canonical) =>
        Ascii.IsValid(canonical) && word.EnumerateRunes().Any(r => r.Value is >= 0x370 and < 0x600);
}
