using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Words that show whether two words with capitals, the first a given name, are somebody where nothing announces it.</summary>
internal static class NameVerbs
{
    private const int Longest = 12;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _verbs = Set(
        "said says told tells asked lives lived resides resided works worked wrote writes testified confirmed called phoned texted emailed owns drives earns married moved visited admitted denied "
        + "complained signed owes dijo vive trabaja wohnt arbeitet sagte habite travaille");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _things = Set(
        "Station City Limits Company Period Garden Gardens Airport Showers Science Monitor Beach River Board Street Road Avenue Park School University College Hospital Hotel Museum Church Bank Group Inc Ltd "
        + "Corp Center Centre Festival Press Post Times News Institute Foundation Association Department Office Committee Council Team Project Act Law Tower Hall House Lake Island Valley County Bridge Day "
        + "Guitar Records Motors Airlines Agency Service Services Bay Hill Hills Springs Falls Square Club Band Awards Prize Court Church Cathedral Theater Theatre Stadium Arena Line Express");

    /// <summary>A verb that people do, in the form in which it follows a name.</summary>
    public static bool Contains(ReadOnlySpan<byte> word) => Has(_verbs, word);

    /// <summary>A word of places, organisations and works, with its capital.</summary>
    public static bool IsOfThings(ReadOnlySpan<byte> word) => Has(_things, word.EndsWith("'s"u8) ? word[..^2] : word);

    private static bool Has(in FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<byte> word)
    {
        Span<char> text = stackalloc char[Longest];
        return word.Length is >= 3 and <= Longest && words.Contains(text[..Encoding.Latin1.GetChars(word, text)]);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
