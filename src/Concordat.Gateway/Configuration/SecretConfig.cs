namespace Concordat.Gateway.Configuration;

/// <summary>Where a secret is read from: an environment variable or a file, never the configuration itself.</summary>
public sealed record SecretConfig
{
    public string? Env { get; init; }

    public string? File { get; init; }
}
