namespace Concordat.Ledger.Verification;

/// <summary>What a verification checks beyond the log itself.</summary>
public sealed record LedgerVerificationOptions
{
    /// <summary>Client for a log behind a URL; needed for one.</summary>
    public HttpClient? Http { get; init; }

    /// <summary>Verifier keys of witnesses, each of which must have cosigned the checkpoint.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>Older checkpoints of the log that someone kept: name for messages, and signed text.</summary>
    public IReadOnlyList<(string Name, byte[] Note)> OlderCheckpoints { get; init; } = [];

    /// <summary>A fleet checkpoint whose head the log must continue: name for messages, and signed text. Null for none.</summary>
    public (string Name, byte[] Note)? Fleet { get; init; }

    /// <summary>Verifier keys of nodes that may have signed the fleet checkpoint, beside the log's own.</summary>
    public IReadOnlyList<string> FleetSigners { get; init; } = [];

    /// <summary>
    /// Whether the entries are Concordat's and are checked too: their form, the order of their times, and that what was decided has its outcome.
    /// </summary>
    public bool Entries { get; init; }

    /// <summary>Checks the entries from the bundle of this one on; those before stand on the tiles, which the root commits to. A log with fewer entries is invalid.</summary>
    public EntryIndex? Since { get; init; }

    /// <summary>The same, from the bundle with the first entry of this time on. The entries must be Concordat's.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>How far the time of an entry may lie before that of one before it: entries get their time before their place.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bundles are read and hashed at the same time.</summary>
    public int Parallelism { get; init; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 64);

    /// <summary>Told the number of entries up to which all is checked, once per bundle.</summary>
    public IProgress<long>? Progress { get; init; }
}
