using System.Collections.Immutable;
using System.Net;
using Concordat.Attestation;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Deployments;

/// <summary>What one deployment has proven, read by requests and changed by the watch. Thread-safe to read.</summary>
internal sealed class EvidenceState(DeploymentConfig deployment, EvidenceDemand demand, ImmutableArray<IPNetwork> listed)
{
    private volatile ProvenEvidence? _proven;

    public DeploymentConfig Deployment { get; } = deployment;

    public EvidenceDemand Demand { get; } = demand;

    /// <summary>The blocks of addresses that the agreement lists.</summary>
    public ImmutableArray<IPNetwork> Listed { get; } = listed;

    /// <summary>When it is asked next; of the watch alone.</summary>
    public DateTimeOffset Next { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Failed attempts in a row; of the watch alone.</summary>
    public int Failures { get; set; }

    /// <summary>Why the newest attempt failed; of the watch alone.</summary>
    public string? Fault { get; set; }

    /// <summary>What was proven last and with which nonce, to be checked again under another configuration; of the watch alone.</summary>
    public EvidenceAttempt? Attempt { get; set; }

    /// <summary>What is proven as of a moment; null once its time is over.</summary>
    public ProvenEvidence? At(DateTimeOffset now) => _proven is { } proven && now < proven.Expires ? proven : null;

    public void Prove(ProvenEvidence? proven) => _proven = proven;

    /// <summary>Takes over what is still proven under this demand, and no longer than before.</summary>
    public void TakeOver(EvidenceState before, DateTimeOffset now)
    {
        if (before is not { Attempt: { Nonce: { } nonce, Document: { } document } attempt } || before.At(now) is not { } proven)
        {
            return;
        }

        if (EvidenceVerifier.Verify(document, Demand with { Nonce = nonce }, now).Proven is { } again)
        {
            (Attempt, Next) = (attempt, before.Next);
            Prove(again with { Expires = again.Expires < proven.Expires ? again.Expires : proven.Expires });
        }
    }
}
