using Concordat.Ledger.Scrubbing;

namespace Concordat.Commands;

/// <summary>What a scrub of a ledger came to.</summary>
/// <param name="Sound">Whether every file is what it was.</param>
/// <param name="Origin">Name of the log; null when its checkpoint could not be read.</param>
/// <param name="Size">Entries that the checkpoint covers.</param>
/// <param name="Files">Files read.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="FaultCount">Damaged files.</param>
/// <param name="Faults">The first hundred of them.</param>
/// <param name="Held">Whether the ledger is kept from being extended.</param>
internal sealed record LedgerScrubReport(
    bool Sound, string? Origin, long? Size, long Files, long Bytes, long FaultCount, IReadOnlyList<LedgerDamageReport> Faults, bool Held)
{
    public static LedgerScrubReport Of(LedgerScrubResult result) => new(
        result.IsSound,
        result.Checkpoint?.Origin,
        result.Checkpoint?.Size,
        result.Files,
        result.Bytes,
        result.FaultCount,
        [.. result.Faults.Select(static fault => new LedgerDamageReport(fault.Code, fault.File, fault.Offset, fault.Index?.Value, fault.Message, fault.Remedy))],
        result.IsHeld);
}
