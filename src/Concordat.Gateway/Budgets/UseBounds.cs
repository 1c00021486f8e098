using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Budgets;

/// <summary>
/// The most that a request can use, for hard budgets. A token is at least one byte of text, and the body has more bytes than its text: its
/// length bounds the input, unless the provider adds what is not in it.
/// </summary>
internal static class UseBounds
{
    /// <summary>Room for what providers put around messages and tools.</summary>
    private const int Frame = 1024;

    /// <summary>The bounds over all deployments that the request can go to.</summary>
    /// <returns>The bound of one measure, or what would make it possible to name one.</returns>
    public static (long Bound, string? Missing) Of(BudgetMeasure measure, Exchange exchange)
    {
        long most = 0;
        foreach (var deployment in exchange.Route.For(exchange.Dialect))
        {
            var (input, noInput) = Input(exchange, deployment);
            var (output, noOutput) = Output(exchange, deployment);
            var missing = (measure != BudgetMeasure.OutputTokens ? noInput : null) ?? (measure != BudgetMeasure.InputTokens ? noOutput : null);
            missing ??= measure == BudgetMeasure.Cost && deployment.Config.Price is null ? $"ask for a `price` of the deployment `{deployment.Config.Name}`" : null;
            if (missing is not null)
            {
                return (0, missing);
            }

            most = Math.Max(most, measure.Of(new TokenUsage(input, output, UsageBasis.Estimate), deployment.Config.Price));
        }

        return (most, null);
    }

    private static (long Bound, string? Missing) Input(Exchange exchange, DeploymentModel deployment)
    {
        if (exchange.Request.MayRunTools)
        {
            return (0, "leave out tools that the vendor runs, and prompts that it keeps: what they read cannot be foretold");
        }

        long? most = deployment.Config.MaxInputTokens;
        return exchange.Request.Uninspectable == UninspectableKinds.None
            ? (Math.Min(most ?? long.MaxValue, exchange.Body.Length + Frame), null)
            : most is { } window ? (window, null)
            : (0, $"send text alone, or ask for `maxInputTokens` of the deployment `{deployment.Config.Name}`");
    }

    private static (long Bound, string? Missing) Output(Exchange exchange, DeploymentModel deployment)
    {
        if (exchange.Dialect.Operation is "embeddings")
        {
            return (0, null);
        }

        if (exchange.Request.Choices is not { } choices)
        {
            return (0, "ask for a number of answers (`n`) from 1 to 1024");
        }

        long? most = deployment.Config.MaxOutputTokens;
        return (exchange.Request.MostOutput ?? most) is not { } output
            ? (0, $"say how long the answer may be (`max_tokens`), or ask for `maxOutputTokens` of the deployment `{deployment.Config.Name}`")
            : (Math.Min(TokenUsage.Most, Math.Min(output, most ?? long.MaxValue)) * choices, null);
    }
}
