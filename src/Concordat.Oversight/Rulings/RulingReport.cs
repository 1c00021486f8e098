namespace Concordat.Oversight.Rulings;

/// <summary>A ruling as of now, for people and programs.</summary>
/// <param name="Because">Why it does not stand; null where it does.</param>
/// <param name="Text">The ruling as a clause, Cedar.</param>
public sealed record RulingReport(
    string Id, string Title, string Case, string UseCase, IReadOnlyList<string> Clauses, IReadOnlyList<string> Opens, DateTimeOffset Issued, DateTimeOffset Expires,
    IReadOnlyList<string> Signers, bool Stands, string? Because, string Reason, string Text)
{
    /// <param name="fault">Why it does not stand; null where it does.</param>
    public static RulingReport Of(RulingDocument document, string? fault)
    {
        ArgumentNullException.ThrowIfNull(document);
        var ruling = document.Ruling!;
        return new RulingReport(
            ruling.Id, ruling.Title, ruling.Case, ruling.Bounds.UseCase, ruling.Clauses, ruling.Opens ?? [], ruling.Issued, ruling.Expires,
            [.. document.Signers.Select(signer => $"{signer.Id} ({signer.Party})")], fault is null, fault, ruling.Reason, RulingCondition.Of(ruling).Text());
    }
}
