using Concordat.Ledger.Witnessing;

namespace Concordat.Gateway;

/// <summary>Whether the gateway can serve, and what is in force.</summary>
/// <param name="Agreement">Short hash of the agreement in force; null before there is one.</param>
/// <param name="ConfigurationFault">Why the newest configuration was refused; null when it is in force.</param>
public sealed record GatewayStatus(bool Ready, string? Agreement, bool LedgerHealthy, bool KeysFresh, string? ConfigurationFault)
{
    /// <summary>Why the ledger takes no entries, and what to do; null when it does.</summary>
    public string? LedgerFault { get; init; }

    /// <summary>Why the orders in force cannot be known, so that nothing is served; null when they are.</summary>
    public string? OrdersFault { get; init; }

    /// <summary>How far witnesses have followed the ledger; null when none are configured.</summary>
    public WitnessStatus? Witnesses { get; init; }

    /// <summary>Whether witnesses have been behind for longer than the agreement's grace; the agreement says whether that stops the gateway.</summary>
    public bool QuorumMissing { get; init; }
}
