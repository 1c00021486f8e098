using Concordat.Ledger.Notes;

namespace Concordat.Ledger;

/// <summary>What a receipt proved.</summary>
/// <param name="IsValid">Whether the entry is in the log.</param>
/// <param name="Index">Its place; null when the receipt is not valid.</param>
/// <param name="Checkpoint">The checkpoint that covers it; null when the receipt is not valid.</param>
/// <param name="Fault">Why the receipt is not valid, in words.</param>
public sealed record TlogProofResult(bool IsValid, EntryIndex? Index, Checkpoint? Checkpoint, string? Fault)
{
    /// <summary>Verifier key of the log that signed the checkpoint: the one given, or one that it handed over to; null when the receipt is not valid.</summary>
    public string? SignedBy { get; init; }

    internal static TlogProofResult Invalid(string fault) => new(IsValid: false, Index: null, Checkpoint: null, fault);
}
