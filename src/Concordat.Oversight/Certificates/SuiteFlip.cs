namespace Concordat.Oversight.Certificates;

/// <summary>A certified request whose verdict a change turns.</summary>
/// <param name="Certificate">Id of the certificate.</param>
/// <param name="UseCase">The use case.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Case">Name of the request.</param>
/// <param name="From">The verdict that held.</param>
/// <param name="To">The verdict after the change.</param>
/// <param name="Clauses">The clauses that decide then.</param>
/// <param name="IsRedLine">Whether a red line decides then: red lines wait for no notice.</param>
public sealed record SuiteFlip(string Certificate, string UseCase, string Owner, string Case, string From, string To, IReadOnlyList<string> Clauses, bool IsRedLine)
{
    /// <summary>Whether less gets through than before.</summary>
    public bool Narrows() => Rank(To) > Rank(From);

    /// <summary>Whether the owner must have had notice of it.</summary>
    public bool NeedsNotice() => Narrows() && !IsRedLine;

    /// <summary>Whether it lets no less through than a verdict did.</summary>
    public bool IsNoHarderThan(string verdict) => Rank(To) <= Rank(verdict);

    private static int Rank(string verdict) => verdict switch
    {
        "permit" => 0,
        "hold" => 1,
        _ => 2,
    };
}
