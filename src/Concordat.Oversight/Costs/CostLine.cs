namespace Concordat.Oversight.Costs;

/// <summary>One line of a cost report.</summary>
/// <param name="Name">The use case, key, model, deployment or vendor.</param>
/// <param name="Currency">The currency of the cost; null where there was no price.</param>
/// <param name="Answers">Answers that came.</param>
/// <param name="Estimated">Of those, the ones whose tokens no provider counted.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">Exact, in the currency; null where there was no price.</param>
public sealed record CostLine(string Name, string? Currency, long Answers, long Estimated, long InputTokens, long OutputTokens, decimal? Cost);
