namespace Concordat.Oversight.Grants;

/// <summary>Markings in their order; what is not known is above all of them.</summary>
public static class Clearances
{
    private static readonly string[] Order = ["none", "unclassified", "cui", "confidential", "secret", "top-secret"];

    /// <summary>Whether something marked so is above what a person may see.</summary>
    /// <param name="clearance">The highest marking that the person may see; null where nothing is hidden from the person by its marking.</param>
    /// <param name="level">The marking as facts name it; null where it is not known.</param>
    public static bool Hides(string? clearance, string? level) => clearance is not null && Rank(level) > Math.Max(Rank(clearance, unknown: 0), 0);

    private static string Word(string level) => level.ToLowerInvariant().Replace(' ', '-');

    private static int Rank(string? level, int unknown = int.MaxValue) =>
        level is not null && Array.IndexOf(Order, Word(level)) is >= 0 and var rank ? rank : unknown;
}
