namespace Concordat.Attestation;

/// <summary>What became of a check: what is proven, or why nothing is.</summary>
/// <param name="Proven">What it shows; null where it does not count.</param>
/// <param name="Fault">Why it does not count; null where it does.</param>
/// <param name="Because">The same in words.</param>
public sealed record EvidenceResult(ProvenEvidence? Proven, EvidenceFault? Fault, string? Because)
{
    internal static EvidenceResult Of(ProvenEvidence proven) => new(proven, null, null);

    internal static EvidenceResult Of(EvidenceFault fault, string because) => new(null, fault, because);
}
