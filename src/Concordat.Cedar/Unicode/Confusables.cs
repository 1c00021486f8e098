using System.Text;

namespace Concordat.Cedar.Unicode;

/// <summary>Tells of texts that read differently from what they say. Source: UTS 39, "Unicode Security Mechanisms".</summary>
internal static class Confusables
{
    private static readonly Lazy<CharacterRanges> Scripts = new(() => CharacterRanges.Load("scripts.txt"));
    private static readonly Lazy<CharacterRanges> Allowed = new(() => CharacterRanges.Load("identifiers.txt"));

    /// <summary>Whether characters in it change the direction of writing.</summary>
    public static bool IsBidirectional(string text) =>
        text.AsSpan().IndexOfAnyInRange('\u202A', '\u202E') >= 0 || text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') >= 0;

    /// <summary>Whether no one script has all its characters.</summary>
    public static bool HasMixedScripts(string text)
    {
        if (Ascii.IsValid(text))
        {
            return false;
        }

        HashSet<string>? common = null;
        foreach (var rune in text.EnumerateRunes())
        {
            var scripts = Scripts.Value.Find(rune);
            if (scripts is "*")
            {
                continue;
            }

            var some = scripts?.Split(' ') ?? ["Zzzz"];
            if (common is null)
            {
                common = [.. some];
            }
            else
            {
                common.IntersectWith(some);
            }

            if (common.Count == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first character that identifiers should not hold, or null.</summary>
    public static Rune? FindOdd(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var isFine = rune.IsAscii ? rune.Value is >= 0x20 and < 0x7F : Allowed.Value.Find(rune) is not null;
            if (!isFine)
            {
                return rune;
            }
        }

        return null;
    }
}
