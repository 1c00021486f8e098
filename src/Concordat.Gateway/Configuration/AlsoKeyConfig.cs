namespace Concordat.Gateway.Configuration;

/// <summary>A key that signs the ledger's checkpoints beside its own.</summary>
public sealed record AlsoKeyConfig
{
    public required string Key { get; init; }

    /// <summary>Where its passphrase or PIN is read from; null for a key that has none.</summary>
    public SecretConfig? Passphrase { get; init; }
}
