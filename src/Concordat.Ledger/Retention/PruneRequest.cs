namespace Concordat.Ledger.Retention;

/// <summary>How much of a log is to go.</summary>
public sealed record PruneRequest
{
    /// <summary>Who and why.</summary>
    public required RetentionCause Cause { get; init; }

    /// <summary>Entries before this time go; the entries must be Concordat's.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Or all but this many.</summary>
    public long? Keep { get; init; }

    /// <summary>What else needs entries; the log's own needs (holds, checkpoints) are known.</summary>
    public IReadOnlyList<RetentionLimit> Limits { get; init; } = [];

    /// <summary>Where something needs more than would be left: prunes up to there instead of refusing.</summary>
    public bool AsFarAsPossible { get; init; }
}
