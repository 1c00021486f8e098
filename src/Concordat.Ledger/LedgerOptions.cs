using Concordat.Ledger.Notes;
using Concordat.Ledger.PostgreSql;
using Concordat.Signing;

namespace Concordat.Ledger;

/// <summary>Where a log lives, who signs it, and how it trades space for speed.</summary>
public sealed record LedgerOptions
{
    /// <summary>Largest entry, in bytes: the bundle format has a 16-bit length.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <summary>Most keys that sign beside the log's own.</summary>
    public const int MaxAlsoKeys = 4;

    /// <summary>Smallest write-ahead segment, in bytes.</summary>
    internal const int MinSegmentBytes = 128 * 1024;

    private const int DiskBlock = 4096;

    /// <summary>Directory of the log; created when missing. Any web server can serve it as it is.</summary>
    public required string Directory { get; init; }

    /// <summary>Name of the log in its checkpoints, such as <c>demo.example/ledger</c>: no spaces, no plus sign.</summary>
    public required string Origin { get; init; }

    /// <summary>Ed25519 key that signs checkpoints. The writer does not dispose of it.</summary>
    public required SigningKey Key { get; init; }

    /// <summary>
    /// Further keys that sign every checkpoint after <see cref="Key"/>, for those who ask for another algorithm too: ECDSA P-256 or P-384, or
    /// ML-DSA-44. The writer does not dispose of them.
    /// </summary>
    public IReadOnlyList<SigningKey> AlsoKeys { get; init; } = [];

    /// <summary>The clock that signatures with a time take it from; the writer sets its own.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Key that takes over when an entry hands the log to it; only <see cref="LedgerKeyRotation"/> sets it.</summary>
    internal SigningKey? NextKey { get; init; }

    /// <summary>
    /// Database in which entries become durable, for logs of several nodes; null for write-ahead files in the directory. Only the process
    /// that opened the log last can write it, on whatever machine.
    /// </summary>
    public LedgerDatabase? Database { get; init; }

    /// <summary>Longest time from a durable entry to a checkpoint that covers it.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Size of one write-ahead segment, in bytes, a multiple of 4,096; it is written full of zeros before use.</summary>
    public int SegmentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most bytes that may wait for one flush; beyond it, appends are refused.</summary>
    public int MaxPendingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most write-ahead bytes that may wait for tiles; beyond it, appends are refused.</summary>
    public long MaxUnintegratedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How long appends fail at once after a new segment could not be made, before it is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest that an append waits: when the disk does not answer by then, it fails, and others at once until the disk answers.</summary>
    /// <remarks>A log in a database ends its own waits; there, this is at least three of them: a write, the look whether it is in, and a reserve.</remarks>
    public TimeSpan AppendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The limit in force.</summary>
    internal TimeSpan LongestAppend => Database is { } database && 3 * database.Timeout > AppendTimeout ? 3 * database.Timeout : AppendTimeout;

    internal void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(Directory), nameof(Directory), "is empty");
        Require(NoteName.IsValid(Origin), nameof(Origin), $"`{Origin}` is not a log name (no spaces, no plus sign; such as `demo.example/ledger`)");
        Require(Key?.Algorithm == SignatureAlgorithm.Ed25519, nameof(Key), "is not an Ed25519 key, which checkpoints need");
        Require(AppendTimeout > TimeSpan.Zero, nameof(AppendTimeout), "is not positive");
        Require(AlsoKeys.Count <= MaxAlsoKeys, nameof(AlsoKeys), $"has more than {MaxAlsoKeys} keys");
        Require(AlsoKeys.All(static k => k.Algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaP384 or SignatureAlgorithm.MlDsa44), nameof(AlsoKeys), "has a key that is not ECDSA P-256 or P-384, or ML-DSA-44");
        Require(CheckpointInterval > TimeSpan.Zero, nameof(CheckpointInterval), "is not positive");
        Require(SegmentBytes >= MinSegmentBytes && SegmentBytes % DiskBlock == 0, nameof(SegmentBytes), $"is below {MinSegmentBytes} bytes, or no multiple of {DiskBlock}");
        Require(MaxPendingBytes >= MinSegmentBytes, nameof(MaxPendingBytes), $"is below {MinSegmentBytes} bytes");
        if (Database is { } database)
        {
            Require(database.Source is not null, nameof(Database), "has no source");
            Require(database.Keep >= TimeSpan.Zero, nameof(Database), "keeps rows for less than no time");
            Require(database.Timeout >= TimeSpan.FromSeconds(1), nameof(Database), "has a time limit below a second");
        }

        Require(MaxUnintegratedBytes >= SegmentBytes, nameof(MaxUnintegratedBytes), "is below the size of a segment");
    }

    private static void Require(bool condition, string option, string what)
    {
        if (!condition)
        {
            throw new ArgumentException($"ledger option {option}: {what}", option);
        }
    }
}
