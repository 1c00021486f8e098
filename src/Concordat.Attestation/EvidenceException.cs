namespace Concordat.Attestation;

/// <summary>Evidence does not count; does not leave the room.</summary>
internal sealed class EvidenceException(EvidenceFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public EvidenceFault Fault { get; } = fault;

    public static EvidenceException Malformed(string what, Exception? inner = null) => new(EvidenceFault.Malformed, what, inner);
}
