using System.Collections.Immutable;

namespace Concordat.Cedar.Conformance;

/// <summary>Outcome of a run over a directory of cases.</summary>
/// <param name="Cases">How many cases were run.</param>
/// <param name="Requests">How many requests they held.</param>
/// <param name="Failures">What came out otherwise than expected.</param>
public sealed record ConformanceReport(int Cases, int Requests, ImmutableArray<ConformanceFailure> Failures)
{
    /// <summary>How many cases came out as expected.</summary>
    public int Passed => Cases - Failures.Select(failure => failure.Case).Distinct(StringComparer.Ordinal).Count();
}
