namespace Concordat.Attestation;

/// <summary>The faults by their names in entries, metrics and commands.</summary>
public static class EvidenceFaults
{
    /// <summary>Lower case, words joined by <c>-</c>.</summary>
    public static string NameOf(EvidenceFault fault) => fault == EvidenceFault.NotYetValid ? "not-yet-valid" : fault.ToString().ToLowerInvariant();
}
