namespace Concordat.Console.Data;

/// <summary>A law, directive or policy that a clause rests on.</summary>
/// <param name="Edition">Date of the edition that the clause pins; null where it follows amendments.</param>
/// <param name="Url">Where to read it; shown as a link only where it is an https address.</param>
public sealed record AuthorityView(string Title, string Citation, string? Edition, string? Url);
