using Concordat.Ledger.Verification;

namespace Concordat.Commands;

/// <summary>What a verification of a ledger came to.</summary>
/// <param name="Valid">Whether everything was in order.</param>
/// <param name="Origin">Name of the log; null when its checkpoint could not be trusted.</param>
/// <param name="Size">Entries that the signed checkpoint covers.</param>
/// <param name="Root">Root hash of the checkpoint, base64.</param>
/// <param name="First">The first entry that was checked.</param>
/// <param name="EntriesChecked">Entries that were compared with the root.</param>
/// <param name="Fault">The first thing found wrong with the log.</param>
/// <param name="Record">What the entries say together, and what is wrong with it; null when only the log was checked.</param>
/// <param name="KeyInForce">Verifier key that the log was handed over to; null when the one given is in force.</param>
/// <param name="Stolen">Keys that the log declares stolen: what one of them alone signed beyond its entry is not proven.</param>
/// <param name="PrunedBy">The entry that says that what came before <paramref name="First"/> was pruned; null when nothing was.</param>
internal sealed record LedgerReport(
    bool Valid, string? Origin, long? Size, string? Root, long First, long EntriesChecked, LedgerFaultReport? Fault, LedgerRecordReport? Record, string? KeyInForce, IReadOnlyList<StolenKey> Stolen, long? PrunedBy)
{
    public static LedgerReport Of(LedgerVerificationResult result) => new(
        result.IsValid,
        result.Checkpoint?.Origin,
        result.Checkpoint?.Size,
        result.Checkpoint?.Root.ToString(),
        result.First.Value,
        result.EntriesChecked,
        result.Fault is { } fault ? new LedgerFaultReport(fault.Code, fault.File, fault.Offset, fault.Index?.Value, fault.Message) : null,
        result.Record is { } record ? LedgerRecordReport.Of(record) : null,
        result.KeyInForce,
        result.Stolen,
        result.Pruned?.Entry.Value);
}
