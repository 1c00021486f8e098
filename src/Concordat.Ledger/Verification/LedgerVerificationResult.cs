using Concordat.Ledger.Entries;
using Concordat.Ledger.Fleet;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Verification;

/// <summary>Outcome of checking a whole log.</summary>
/// <param name="Checkpoint">The log's checkpoint; null when it could not be trusted.</param>
/// <param name="EntriesChecked">Entries that were compared with the root, up to the fault if there is one.</param>
/// <param name="OlderCheckpoints">Older checkpoints that the log was found to continue.</param>
/// <param name="Fault">The first fault; null when the log is whole.</param>
public sealed record LedgerVerificationResult(Checkpoint? Checkpoint, long EntriesChecked, int OlderCheckpoints, LedgerFault? Fault)
{
    /// <summary>The first entry that was checked.</summary>
    public EntryIndex First { get; init; }

    /// <summary>What the entries say together, and what is wrong with it; null when only the log was checked.</summary>
    public RecordSummary? Record { get; init; }

    /// <summary>What shows others that the log contradicts a checkpoint it once signed, after a fork or a rollback; null where nothing can be shown.</summary>
    public ForkEvidence? Evidence { get; init; }

    /// <summary>Verifier key of the last change of key that was followed; null when the key given is still in force.</summary>
    public string? KeyInForce { get; init; }

    /// <summary>Keys that the log declares stolen. What one of them alone signed beyond its entry is not proven.</summary>
    public IReadOnlyList<StolenKey> Stolen { get; init; } = [];

    /// <summary>The entry by which the part of the log before <see cref="First"/> was pruned, and what it says; null when nothing was.</summary>
    public LedgerPruning? Pruned { get; init; }

    /// <summary>The fleet checkpoint whose head the log was held against; null when none was given, or it could not be trusted.</summary>
    public FleetCheckpoint? Fleet { get; init; }

    public bool IsValid => Fault is null && (Record?.FindingCount ?? 0) == 0;
}
