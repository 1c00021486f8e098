namespace Concordat.Gateway.Configuration;

/// <summary>An OpenID provider that people sign in with.</summary>
public sealed record OidcConfig
{
    /// <summary>Its address, as it names itself in its tokens.</summary>
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a public client.</summary>
    public SecretConfig? ClientSecret { get; init; }
}
