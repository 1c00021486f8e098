namespace Concordat.Gateway.Configuration;

/// <summary>The proxy in front that ends TLS and checks client certificates.</summary>
public sealed record ProxyConfig
{
    /// <summary>IP addresses that it connects from.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>What it says in the header <c>Concordat-Proxy</c>.</summary>
    public required SecretConfig Secret { get; init; }
}
