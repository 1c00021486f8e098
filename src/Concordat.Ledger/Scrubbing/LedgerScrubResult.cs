using Concordat.Ledger.Notes;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Scrubbing;

/// <summary>Outcome of reading every file of a log.</summary>
/// <param name="Checkpoint">The checkpoint that the files were held against; null when it could not be read.</param>
/// <param name="Files">Files read.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="FaultCount">Damage found, one for each damaged file.</param>
/// <param name="Faults">The first hundred.</param>
public sealed record LedgerScrubResult(Checkpoint? Checkpoint, long Files, long Bytes, long FaultCount, IReadOnlyList<LedgerFault> Faults)
{
    /// <summary>Whether every file is what it was.</summary>
    public bool IsSound => FaultCount == 0;

    /// <summary>Whether the finding was left in the log's folder, where it keeps every writer from extending the log.</summary>
    public bool IsHeld { get; init; }
}
