namespace Concordat.Gateway.Configuration;

/// <summary>The log's name, its signing key file and how often a checkpoint is signed.</summary>
public sealed record LedgerConfig
{
    public required string Origin { get; init; }

    public required string Key { get; init; }

    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
