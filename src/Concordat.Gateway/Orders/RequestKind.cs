namespace Concordat.Gateway.Orders;

/// <summary>Recorded requests that clauses cannot tell apart but for what they say: the newest of them stands for all.</summary>
/// <param name="Index">Its place in the ledger.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Entry">The entry.</param>
internal sealed record RequestKind(long Index, DateTimeOffset Time, byte[] Entry);
