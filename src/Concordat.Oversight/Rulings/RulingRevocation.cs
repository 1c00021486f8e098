namespace Concordat.Oversight.Rulings;

/// <summary>One reviewer takes a ruling back, for good: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Of this document, among all.</param>
/// <param name="Ruling">Id of the ruling.</param>
public sealed record RulingRevocation(string Format, string Id, string Ruling, string Reason, DateTimeOffset Issued)
{
    public const string DocumentFormat = "concordat-ruling-revocation/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.ruling-revocation+json";
}
