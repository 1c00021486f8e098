using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores;

/// <summary>Turns one row more than was asked for into a page and the key of the next.</summary>
internal static class CasePaging
{
    public static void CheckPrecedents(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PrecedentSearch.Most);
    }

    public static CasePage Cut(List<Case> oneMore, int limit) =>
        oneMore.Count <= limit
            ? new CasePage([.. oneMore], Next: null)
            : new CasePage([.. oneMore.Take(limit)], oneMore[limit - 1].Id);

    public static WaitingCases CutWaiting(List<Case> oneMore, int limit) =>
        oneMore.Count <= limit
            ? new WaitingCases([.. oneMore], Next: null)
            : new WaitingCases([.. oneMore.Take(limit)], new WaitingKey(oneMore[limit - 1].Expires, oneMore[limit - 1].Id));

    public static void Check(WaitingFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CaseRules.LargestPage);
        if (filter.Types.IsDefaultOrEmpty)
        {
            throw new ArgumentException("a person who may decide nothing has no list", nameof(filter));
        }
    }
}
