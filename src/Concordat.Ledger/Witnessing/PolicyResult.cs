using System.Collections.Immutable;

namespace Concordat.Ledger.Witnessing;

/// <summary>What a policy says of one checkpoint.</summary>
/// <param name="IsSatisfied">Whether the quorum is met.</param>
/// <param name="Cosigned">Witnesses whose cosignature is there and valid, in the policy's order.</param>
/// <param name="Missing">The others.</param>
public sealed record PolicyResult(bool IsSatisfied, ImmutableArray<string> Cosigned, ImmutableArray<string> Missing);
