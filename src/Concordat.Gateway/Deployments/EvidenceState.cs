using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Concordat.Attestation;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Deployments;

/// <summary>What one deployment has proven, read by requests and changed by the watch. Thread-safe to read.</summary>
internal sealed class EvidenceState(DeploymentConfig deployment, EvidenceDemand demand, ImmutableArray<IPNetwork> listed, AddressRule rule)
{
    /// <summary>Most keys that are remembered; where more are shown, somebody makes them up, and the regular turn is soon enough.</summary>
    private const int MostKeys = 16;

    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal); // keys, and whether evidence was asked for because of them
    private volatile ProvenEvidence? _proven;

    public DeploymentConfig Deployment { get; } = deployment;

    public EvidenceDemand Demand { get; } = demand;

    /// <summary>The blocks of addresses that the agreement lists.</summary>
    public ImmutableArray<IPNetwork> Listed { get; } = listed;

    /// <summary>Where the deployment's own connections may lead.</summary>
    public AddressRule Rule { get; } = rule;

    /// <summary>When it is asked next; of the watch alone.</summary>
    public DateTimeOffset Next { get; set; } = DateTimeOffset.MinValue;

    /// <summary>When it was asked last; of the watch alone.</summary>
    public DateTimeOffset Asked { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Failed attempts in a row; of the watch alone.</summary>
    public int Failures { get; set; }

    /// <summary>Why the newest attempt failed; of the watch alone.</summary>
    public string? Fault { get; set; }

    /// <summary>What was proven last and with which nonce, to be checked again under another configuration; of the watch alone.</summary>
    public EvidenceAttempt? Attempt { get; set; }

    /// <summary>What is proven as of a moment; null once its time is over.</summary>
    public ProvenEvidence? At(DateTimeOffset now) => _proven is { } proven && now < proven.Expires ? proven : null;

    /// <summary>The same for people.</summary>
    public EvidenceStatus StatusAt(DateTimeOffset now) => At(now) is { } proven
        ? new EvidenceStatus(Deployment.Evidence?.Kind ?? "", proven.Hash, proven.Expires, Fault)
        : new EvidenceStatus(Deployment.Evidence?.Kind ?? "", null, null, Fault);

    public void Prove(ProvenEvidence? proven) => _proven = proven;

    /// <summary>Notes that the deployment showed a TLS key which is not the one that it has proven. Called by requests; cheap.</summary>
    public void Refuse(string key)
    {
        if (_refused.Count < MostKeys)
        {
            _refused.TryAdd(key, false);
        }
    }

    /// <summary>Whether a key was refused that nobody asked because of yet; each is a reason once. Of the watch alone.</summary>
    public bool TakeRefused()
    {
        var isNew = false;
        foreach (var (key, asked) in _refused)
        {
            isNew |= !asked && _refused.TryUpdate(key, true, false);
        }

        return isNew;
    }

    /// <summary>Another key is proven: whatever was refused before may be a reason again. Of the watch alone.</summary>
    public void ForgetRefused() => _refused.Clear();

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
