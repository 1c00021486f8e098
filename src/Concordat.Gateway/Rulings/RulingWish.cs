namespace Concordat.Gateway.Rulings;

/// <summary>What the author of a ruling says of it; its bounds come from the case.</summary>
/// <param name="Id">Of the ruling, which verdicts will cite.</param>
/// <param name="Days">How long it holds, 1 to 366.</param>
public sealed record RulingWish(string Id, string Title, string Reason, int Days);
