namespace Concordat.Gateway.Configuration;

/// <summary>Who may sign orders. What a party can do alone is in the agreement.</summary>
public sealed record OrdersConfig
{
    /// <summary>Everyone who may sign an order or a notice, and everyone who has.</summary>
    public IReadOnlyList<OrderIssuerConfig> Issuers { get; init; } = [];
}
