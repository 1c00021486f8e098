using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>Something odd about one policy of a set.</summary>
/// <param name="Kind">What.</param>
/// <param name="Policy">The policy.</param>
/// <param name="By">For a shadowed policy: policies each of which is satisfied whenever it is; empty when only several together make it idle.</param>
/// <param name="Witness">For a policy that can err: a request that makes it.</param>
public sealed record PolicyFinding(PolicyFindingKind Kind, Policy Policy, ImmutableArray<Policy> By, Witness? Witness);
