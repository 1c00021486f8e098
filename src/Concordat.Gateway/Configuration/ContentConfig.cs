namespace Concordat.Gateway.Configuration;

/// <summary>Whose bodies are kept, encrypted, apart from the ledger; without this section none are.</summary>
public sealed record ContentConfig
{
    /// <summary>Ids of the use cases.</summary>
    public required IReadOnlyList<string> For { get; init; }

    /// <summary>Where the key is read from that wraps the data keys: 64 hex digits.</summary>
    public required SecretConfig Key { get; init; }

    /// <summary>Largest size of the store on disk, in megabytes; beyond it nothing more is kept, and the ledger says so.</summary>
    public int MaxMegabytes { get; init; } = 10_240;
}
