using System.Collections.Immutable;

namespace Concordat.Oversight.Cases;

/// <summary>One page of cases that wait, the most urgent first.</summary>
/// <param name="Next">Pass as <c>after</c> to get the page that follows; null on the last page.</param>
public sealed record WaitingCases(ImmutableArray<Case> Cases, WaitingKey? Next);
