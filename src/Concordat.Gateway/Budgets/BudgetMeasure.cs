namespace Concordat.Gateway.Budgets;

/// <summary>What a budget counts.</summary>
internal enum BudgetMeasure
{
    Requests,

    /// <summary>Requests under way.</summary>
    Concurrent,

    InputTokens,

    OutputTokens,

    Tokens,

    /// <summary>Billionths of the currency.</summary>
    Cost,
}
