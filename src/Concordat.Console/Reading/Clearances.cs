using Concordat.Console.Access;

namespace Concordat.Console.Reading;

/// <summary>Markings in their order; what is not known is above all of them.</summary>
internal static class Clearances
{
    private static readonly string[] Order = ["none", "unclassified", "cui", "confidential", "secret", "top-secret"];

    /// <summary>Whether something marked so is above what the person may see.</summary>
    /// <param name="level">The marking as facts name it; null where it is not known.</param>
    public static bool Hides(Person person, string? level) => person.Clearance is { } clearance && Rank(level) > Math.Max(Rank(Word(clearance), unknown: 0), 0);

    private static string Word(string clearance) => clearance.ToLowerInvariant().Replace(' ', '-');

    private static int Rank(string? level, int unknown = int.MaxValue) =>
        level is not null && Array.IndexOf(Order, Word(level)) is >= 0 and var rank ? rank : unknown;
}
