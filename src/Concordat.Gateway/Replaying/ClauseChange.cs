namespace Concordat.Gateway.Replaying;

/// <summary>What one clause would have decided otherwise.</summary>
/// <param name="Clause">Its number.</param>
/// <param name="Added">Entries that it decides now and did not before.</param>
/// <param name="Dropped">Entries that it decided before and does not now.</param>
/// <param name="FirstAdded">The first of those added, by index.</param>
/// <param name="FirstDropped">The first of those dropped, by index.</param>
public sealed record ClauseChange(string Clause, long Added, long Dropped, IReadOnlyList<long> FirstAdded, IReadOnlyList<long> FirstDropped);
