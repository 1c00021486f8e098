using System.Collections.Immutable;

namespace Concordat.Oversight.Cases;

/// <summary>One page of cases, newest first.</summary>
/// <param name="Next">Pass as <c>before</c> to get the page that follows; null on the last page.</param>
public sealed record CasePage(ImmutableArray<Case> Cases, CaseId? Next);
