using System.Collections.Immutable;

namespace Concordat.Ledger.Fleet;

/// <summary>What a node knows of its fleet.</summary>
/// <param name="Newest">The newest fleet checkpoint seen; null before the first.</param>
/// <param name="Fault">Why the last round failed; null when it did not.</param>
public sealed record FleetStatus(FleetCheckpoint? Newest, string? Fault)
{
    /// <summary>Names of the logs that went back behind a head that was signed.</summary>
    public ImmutableArray<string> Behind => Newest is null ? [] : [.. Newest.Behind.Select(static b => b.Origin)];
}
