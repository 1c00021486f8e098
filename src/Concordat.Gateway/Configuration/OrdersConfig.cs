namespace Concordat.Gateway.Configuration;

/// <summary>Who may sign orders, and when people are reminded of them. What a party can do alone is in the agreement.</summary>
public sealed record OrdersConfig
{
    /// <summary>Everyone who may sign an order or a notice, and everyone who has.</summary>
    public IReadOnlyList<OrderIssuerConfig> Issuers { get; init; } = [];

    /// <summary>How many days before a termination or a removal ends a use the parties and the owners are reminded; empty for never.</summary>
    public IReadOnlyList<int> Reminders { get; init; } = [30, 7];
}
