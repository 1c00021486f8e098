namespace Concordat.Gateway.Configuration;

/// <summary>Who signs in to the console besides the approvers, and how.</summary>
public sealed record ConsoleConfig
{
    /// <summary>Whether the console's token signs in a first platform engineer.</summary>
    public bool Token { get; init; } = true;

    /// <summary>Address under which people reach the console, such as <c>https://concordat.example</c>; where it listens when left out.</summary>
    public string? Address { get; init; }

    /// <summary>Longest time between two requests of a session.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest time of a session.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(12);

    public IReadOnlyList<PersonConfig> People { get; init; } = [];

    /// <summary>An OpenID provider; null where nobody signs in with one.</summary>
    public OidcConfig? Oidc { get; init; }

    /// <summary>The proxy that checks client certificates; null where none does.</summary>
    public ProxyConfig? Proxy { get; init; }
}
