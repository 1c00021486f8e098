using System.Collections.Immutable;

namespace Concordat.Oversight.Cases;

/// <summary>An earlier case that resembles one.</summary>
/// <param name="Distance">From 0, the same in all that is compared, to 1; see <see cref="CaseFeatures"/>.</param>
/// <param name="Shared">What both have.</param>
public sealed record Precedent(Case Case, double Distance, ImmutableArray<string> Shared);
