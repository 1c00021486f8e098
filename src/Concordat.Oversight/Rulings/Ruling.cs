namespace Concordat.Oversight.Rulings;

/// <summary>The panel's standing decision on a grey area: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Of this ruling, among all.</param>
/// <param name="Title">For people to read.</param>
/// <param name="Reason">Why, for people to read.</param>
/// <param name="Case">The case on which it was proposed.</param>
/// <param name="Agreement">Hash of the agreement that it stands beside; under any other it does not count.</param>
/// <param name="Clauses">The clauses that it rules on.</param>
/// <param name="Opens">The red lines that its signers know it to open within its bounds; each must allow that to a ruling.</param>
/// <param name="Bounds">Where it holds.</param>
/// <param name="Issued">When it was proposed.</param>
/// <param name="Expires">Until when it holds.</param>
public sealed record Ruling(
    string Format,
    string Id,
    string Title,
    string Reason,
    string Case,
    string Agreement,
    IReadOnlyList<string> Clauses,
    RulingBounds Bounds,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    IReadOnlyList<string>? Opens = null)
{
    public const string DocumentFormat = "concordat-ruling/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.ruling+json";

    /// <summary>Most days that a ruling holds.</summary>
    public const int LongestDays = 366;

    /// <summary>Longest time that a ruling holds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(LongestDays);
}
