using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>The words of addresses in which the street comes first.</summary>
internal static class StreetFirstWords
{
    private const int LongestLead = 9;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _leads = Set(
        "Calle C/ Avda Avenida Paseo Plaza Ronda Travesia Carretera Glorieta Via Viale Corso Piazza Piazzale Rua Travessa Rue Am Im Unter Zum Zur CALLE AVENIDA PASEO PLAZA");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _joins = Set("de del la las los el di da do dos den der dem des y von");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _doors = Set("izda izq dcha piso bajo atico esc pta apto scala int hinter Hinter links rechts EG OG");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _noStreets = Set(
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar April Mai Juni Juli August September Oktober November Dezember Jahr Jahre Beispiel Kapitel Abschnitt Fall Schnitt Ende Anfang Monat Quartal Artikel");

    /// <summary>The name of a street in one word: <c>Hauptstraße</c>, <c>Gartenweg</c>.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> token)
    {
        token = token.TrimEnd(".,"u8);
        return token.Length >= 7 && (token.EndsWith("strasse"u8) || token.EndsWith("straße"u8) || token.EndsWith("platz"u8) || token.EndsWith("allee"u8) || token.EndsWith("gasse"u8)
                || token.EndsWith("weg"u8) || token.EndsWith("damm"u8) || token.EndsWith("ufer"u8) || (token.EndsWith("str"u8)));
    }

    /// <summary>The word for a street behind a name that is made of a town's: <c>Berliner Straße</c>.</summary>
    public static bool IsSort(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("Strasse"u8) || word.SequenceEqual("Straße"u8) || word.SequenceEqual("Str"u8) || word.SequenceEqual("Allee"u8) || word.SequenceEqual("Platz"u8)
        || word.SequenceEqual("Weg"u8) || word.SequenceEqual("Ring"u8) || word.SequenceEqual("Damm"u8) || word.SequenceEqual("Ufer"u8) || word.SequenceEqual("Chaussee"u8);

    /// <summary>A name made of a town's, before the word for a street: <c>Berliner</c>.</summary>
    public static bool IsTowns(ReadOnlySpan<byte> token) => token.Length >= 6 && token.EndsWith("er"u8);

    /// <summary>What follows <c>Am</c>, <c>Im</c> or <c>Zum</c> and is no street: days, months, parts of a text.</summary>
    public static bool IsNoStreet(ReadOnlySpan<byte> word) => word.Length < 3 || Has(_noStreets, word);

    /// <summary>The word before the name of a street: <c>Calle</c>, <c>Am</c>.</summary>
    public static bool IsLead(ReadOnlySpan<byte> token) => Has(_leads, token.TrimEnd(".,"u8));

    /// <summary>A small word within the name of a street.</summary>
    public static bool Joins(ReadOnlySpan<byte> word) => Has(_joins, word);

    /// <summary>What tells the door.</summary>
    public static bool IsDoor(ReadOnlySpan<byte> word) => Has(_doors, word);

    private static bool Has(in FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<byte> word)
    {
        Span<char> text = stackalloc char[LongestLead];
        return word.Length <= LongestLead && words.Contains(text[..Encoding.Latin1.GetChars(word, text)]);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
