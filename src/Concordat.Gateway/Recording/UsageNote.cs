using System.Globalization;
using System.Runtime.InteropServices;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Recording;

/// <summary>What an exchange used and what that costs at the price of its time, as outcomes carry it.</summary>
/// <param name="Cost">Rounded up to a billionth of the currency; null where the deployment has no price.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UsageNote(TokenUsage Usage, decimal? Cost, string? Currency, string Vendor)
{
    /// <summary>The note of an exchange; null where no answer has come.</summary>
    public static UsageNote? Of(Exchange exchange)
    {
        return exchange.Usage is { } usage ? Of(usage, exchange.Deployment) : null;
    }

    /// <summary>The note of what one deployment was used for.</summary>
    public static UsageNote Of(TokenUsage usage, DeploymentModel deployment)
    {
        var price = deployment.Config.Price;
        return new UsageNote(
            usage, price is null ? null : BudgetAmounts.Billionths(price.Of(usage.Input, usage.Output)) / BudgetModel.Billion, price?.Currency, deployment.Facts.Vendor);
    }

    public void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Member("basis"u8, Usage.Basis == UsageBasis.Provider ? "provider" : "estimate");
        if (Cost is { } cost)
        {
            json.Member("cost"u8, cost.ToString("0.#########", CultureInfo.InvariantCulture));
            json.Member("currency"u8, Currency!);
        }

        json.Member("input"u8, Usage.Input);
        json.Member("output"u8, Usage.Output);
        json.Member("vendor"u8, Vendor);
        json.EndObject();
    }
}
