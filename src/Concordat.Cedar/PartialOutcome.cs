using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>How one policy comes out for a request of which not everything is known.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Kind">Holds, does not, errs, or cannot be told.</param>
/// <param name="MayFail">Whether some value of the unknowns could make it err.</param>
/// <param name="DependsOn">The unknowns that it was seen to read, in ordinal order; empty when nothing hangs on them.</param>
public sealed record PartialOutcome(string PolicyId, PartialOutcomeKind Kind, bool MayFail, ImmutableArray<string> DependsOn);
