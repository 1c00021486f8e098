namespace Concordat.Gateway.Configuration;

/// <summary>What a deployment costs, by the tokens of requests and answers. Decimal throughout: money is never a floating-point number.</summary>
public sealed record DeploymentPrice
{
    /// <summary>The tokens that a price is for.</summary>
    public const long Unit = 1_000_000;

    /// <summary>Highest price; times the highest count of tokens it is still within a decimal.</summary>
    public const decimal Most = 1_000_000;

    /// <summary>For a million input tokens.</summary>
    public required decimal Input { get; init; }

    /// <summary>For a million output tokens.</summary>
    public required decimal Output { get; init; }

    /// <summary>ISO 4217 code of the currency of both.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>What compares deployments: the price of a million tokens of which three in four are input.</summary>
    internal decimal Blended => ((Input * 3) + Output) / 4;

    /// <summary>What that many tokens cost, exactly, in <see cref="Currency"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public decimal Of(long inputTokens, long outputTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        return ((Input * inputTokens) + (Output * outputTokens)) / Unit;
    }
}
