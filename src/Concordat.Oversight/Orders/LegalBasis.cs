namespace Concordat.Oversight.Orders;

/// <summary>The law that an order rests on.</summary>
/// <param name="Cite">Such as <c>41 U.S.C. 4713</c>.</param>
/// <param name="TextHash">SHA-256 of the text relied on, lower hex; null when none was kept.</param>
public sealed record LegalBasis(string Cite, string? TextHash = null);
