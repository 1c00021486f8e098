using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>What came of asking a witness.</summary>
/// <param name="Note">The checkpoint with a valid cosignature of the witness on it; null when there is none.</param>
/// <param name="At">When the witness says that it signed.</param>
/// <param name="KnownSize">The size that the witness now knows, if it said.</param>
/// <param name="Fault">Why there is no cosignature, in words.</param>
internal sealed record WitnessReply(SignedNote? Note, DateTimeOffset? At, long? KnownSize, string? Fault)
{
    public static WitnessReply Refused(string fault) => new(Note: null, At: null, KnownSize: null, fault);
}
