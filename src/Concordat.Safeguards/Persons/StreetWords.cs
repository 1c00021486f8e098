using System.Collections.Frozen;

namespace Concordat.Safeguards.Persons;

/// <summary>The words of postal addresses: names of streets with their short forms (USPS Publication 28, appendix C1), and the States.</summary>
internal static class StreetWords
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _suffixes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["street"] = "st", ["st"] = "st", ["str"] = "st", ["avenue"] = "ave", ["ave"] = "ave", ["av"] = "ave", ["boulevard"] = "blvd", ["blvd"] = "blvd",
        ["road"] = "rd", ["rd"] = "rd", ["lane"] = "ln", ["ln"] = "ln", ["drive"] = "dr", ["dr"] = "dr", ["court"] = "ct", ["ct"] = "ct",
        ["place"] = "pl", ["pl"] = "pl", ["way"] = "way", ["terrace"] = "ter", ["ter"] = "ter", ["circle"] = "cir", ["cir"] = "cir",
        ["highway"] = "hwy", ["hwy"] = "hwy", ["parkway"] = "pkwy", ["pkwy"] = "pkwy", ["square"] = "sq", ["sq"] = "sq", ["trail"] = "trl", ["trl"] = "trl",
        ["close"] = "close", ["crescent"] = "cres", ["mews"] = "mews", ["grove"] = "grove", ["hill"] = "hill", ["loop"] = "loop", ["row"] = "row", ["alley"] = "aly", ["pike"] = "pike", ["gardens"] = "gdns",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _leading =
        Set("rue avenue av boulevard bd allee place quai chemin impasse route cours square esplanade faubourg sentier calle avenida paseo plaza via viale piazza corso rua travessa");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _units = Set("apt apartment suite ste unit fl floor room rm");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _directions = Set("n s e w ne nw se sw");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _states = Set(
        "al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa pr ri sc sd tn tx ut vt va wa wv wi wy gu vi");

    /// <summary>The short form of a word that ends the name of a street; null for other words.</summary>
    public static string? Suffix(ReadOnlySpan<char> word) => _suffixes.TryGetValue(word, out var form) ? form : null;

    /// <summary>The word begins the name of a street, as in French, Spanish, Italian and Portuguese.</summary>
    public static bool Leads(ReadOnlySpan<char> word) => _leading.Contains(word);

    public static bool IsUnit(ReadOnlySpan<char> word) => _units.Contains(word);

    public static bool IsDirection(ReadOnlySpan<char> word) => _directions.Contains(word);

    /// <summary>Two capitals that are the code of a State, the District or a territory.</summary>
    public static bool IsState(ReadOnlySpan<char> word) => word.Length == 2 && char.IsAsciiLetterUpper(word[0]) && char.IsAsciiLetterUpper(word[1]) && _states.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
