using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Budgets;

/// <summary>Counts of tokens in the units of a budget.</summary>
internal static class BudgetAmounts
{
    /// <summary>What the usage is in the units of the measure; a cost is rounded up to a billionth.</summary>
    public static long Of(this BudgetMeasure measure, TokenUsage usage, DeploymentPrice? price) => measure switch
    {
        BudgetMeasure.InputTokens => usage.Input,
        BudgetMeasure.OutputTokens => usage.Output,
        BudgetMeasure.Tokens => usage.Input + usage.Output,
        BudgetMeasure.Cost => price is null ? 0 : Billionths(price.Of(usage.Input, usage.Output)),
        _ => 0,
    };

    /// <summary>Billionths of a currency, rounded up: what is counted is never less than the price.</summary>
    public static long Billionths(decimal amount)
    {
        var billionths = decimal.Ceiling(amount * BudgetModel.Billion);
        return billionths > long.MaxValue / 4 ? long.MaxValue / 4 : decimal.ToInt64(billionths);
    }
}
