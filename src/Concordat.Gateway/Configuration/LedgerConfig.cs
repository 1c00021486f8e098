namespace Concordat.Gateway.Configuration;

/// <summary>The log's name, its signing key file and how often a checkpoint is signed.</summary>
public sealed record LedgerConfig
{
    public required string Origin { get; init; }

    public required string Key { get; init; }

    /// <summary>Where the key file's passphrase is read from; null for a key that is not encrypted.</summary>
    public SecretConfig? Passphrase { get; init; }

    /// <summary>Further keys that sign every checkpoint too.</summary>
    public IReadOnlyList<AlsoKeyConfig> AlsoKeys { get; init; } = [];

    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often every file of the log is read again, to find what the disk has damaged.</summary>
    public TimeSpan ScrubInterval { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Most megabytes (10⁶ bytes) that such a round reads a second, so that the disk is left to requests.</summary>
    public int ScrubRate { get; init; } = 10;

    /// <summary>
    /// Whether everyone who reaches the gateway may read the log under <c>/ledger/</c>. Entries hold no content, but tell who asked for
    /// what kind of thing and when: that is nobody's business by default.
    /// </summary>
    public bool Serve { get; init; }

    /// <summary>Who cosigns checkpoints; null when nobody does.</summary>
    public WitnessesConfig? Witnesses { get; init; }
}
