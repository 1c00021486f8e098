using Concordat.Agreements;
using Concordat.Ledger.Witnessing;

namespace Concordat.Gateway.Pipeline;

/// <summary>Whether the agreement lets requests in while witnesses do not follow the ledger. Thread-safe.</summary>
internal sealed class QuorumGate(LedgerWitnesses? witnesses, TimeProvider time)
{
    /// <summary>Null when no witnesses are configured.</summary>
    public WitnessStatus? Status => witnesses?.Status();

    /// <summary>Whether entries have waited for a quorum longer than the agreement's grace.</summary>
    public bool IsMissing(Agreement agreement) =>
        Status is { WaitingSince: { } since } && time.GetUtcNow() - since > agreement.Terms.QuorumGrace;

    /// <summary>Whether nothing may be served now.</summary>
    public bool IsShut(Agreement agreement) => agreement.Terms.StopsWithoutQuorum && (witnesses is null || IsMissing(agreement));
}
