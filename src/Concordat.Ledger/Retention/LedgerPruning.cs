namespace Concordat.Ledger.Retention;

/// <summary>A pruning as the log records it.</summary>
/// <param name="Entry">The entry that says so.</param>
/// <param name="Statement">What it says.</param>
public sealed record LedgerPruning(EntryIndex Entry, PruneStatement Statement);
