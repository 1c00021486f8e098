namespace Concordat.Ledger.Verification;

/// <summary>A key that an entry of the log declares stolen.</summary>
/// <param name="Key">Its verifier key: an earlier one of the log, or a witness's.</param>
/// <param name="CompromisedFrom">Number of entries up to which checkpoints count by its signature.</param>
public sealed record StolenKey(string Key, long CompromisedFrom);
