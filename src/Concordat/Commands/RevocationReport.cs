namespace Concordat.Commands;

/// <summary>A key that was declared stolen.</summary>
/// <param name="Revoked">Its verifier key.</param>
/// <param name="CompromisedFrom">Number of entries up to which its signatures count.</param>
/// <param name="Entry">Index of the entry that says so.</param>
internal sealed record RevocationReport(string Revoked, long CompromisedFrom, long Entry);
