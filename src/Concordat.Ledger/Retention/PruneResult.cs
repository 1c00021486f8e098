namespace Concordat.Ledger.Retention;

/// <summary>What a pruning came to.</summary>
/// <param name="Minimum">The first entry that is kept.</param>
/// <param name="Files">Tiles and bundles removed.</param>
/// <param name="Bytes">Their size.</param>
public sealed record PruneResult(EntryIndex Minimum, long Files, long Bytes)
{
    /// <summary>The entry that records it; null where there was nothing new to remove.</summary>
    public EntryIndex? Statement { get; init; }

    /// <summary>What needs the entries that were to go.</summary>
    public RetentionLimit? StoppedBy { get; init; }

    /// <summary>Where <see cref="StoppedBy"/> allows pruning up to.</summary>
    public EntryIndex Allowed { get; init; }

    /// <summary>Nothing was removed, because <see cref="StoppedBy"/> needs it.</summary>
    public bool IsRefused { get; init; }
}
