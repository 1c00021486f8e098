using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Configuration;

/// <summary>Who may sign orders, and the terms of those that one party signs alone.</summary>
public sealed record OrdersConfig
{
    /// <summary>Everyone who may sign an order or a notice, and everyone who has.</summary>
    public IReadOnlyList<OrderIssuerConfig> Issuers { get; init; } = [];

    /// <summary>How long a suspension that one party signed alone holds until the others confirm it.</summary>
    public TimeSpan Emergency { get; init; } = OrderTerms.DefaultEmergency;
}
