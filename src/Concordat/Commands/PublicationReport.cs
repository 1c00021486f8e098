namespace Concordat.Commands;

/// <summary>A statement of terms just signed.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Key">Id of the key.</param>
/// <param name="Statement">Hash of the statement.</param>
/// <param name="Withheld">What it leaves out.</param>
internal sealed record PublicationReport(string File, string Key, string Statement, IReadOnlyList<string> Withheld);
