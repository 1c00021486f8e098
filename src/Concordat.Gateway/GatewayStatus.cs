namespace Concordat.Gateway;

/// <summary>Whether the gateway can serve, and what is in force.</summary>
/// <param name="Agreement">Short hash of the agreement in force; null before there is one.</param>
/// <param name="ConfigurationFault">Why the newest configuration was refused; null when it is in force.</param>
public sealed record GatewayStatus(bool Ready, string? Agreement, bool LedgerHealthy, bool KeysFresh, string? ConfigurationFault);
