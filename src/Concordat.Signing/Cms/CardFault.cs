namespace Concordat.Signing.Cms;

/// <summary>Why a card's certificate is not taken.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Message">Says what was wrong and what to do.</param>
public sealed record CardFault(string Code, string Message);
