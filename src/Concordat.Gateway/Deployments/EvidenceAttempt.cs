using Concordat.Attestation;

namespace Concordat.Gateway.Deployments;

/// <summary>What came of asking a deployment for evidence.</summary>
/// <param name="Result">What the document shows; null where none came.</param>
/// <param name="Document">The document as it came.</param>
/// <param name="Nonce">What was sent for it to carry; null for a statement.</param>
/// <param name="Away">Why no document came.</param>
public sealed record EvidenceAttempt(EvidenceResult? Result, byte[]? Document, byte[]? Nonce, string? Away)
{
    /// <summary>What is proven; null where nothing is.</summary>
    public ProvenEvidence? Proven => Result?.Proven;

    /// <summary>One word for what went wrong: a fault of the document, or <c>unreachable</c>; null where nothing did.</summary>
    public string? Fault => Result is null ? "unreachable" : Result.Fault is { } fault ? EvidenceFaults.NameOf(fault) : null;

    /// <summary>The same in words.</summary>
    public string? Because => Result is null ? Away : Result.Because;
}
