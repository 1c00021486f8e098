using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores;

/// <summary>Turns one row more than was asked for into a page and the key of the next.</summary>
internal static class CasePaging
{
    public static CasePage Cut(List<Case> oneMore, int limit) =>
        oneMore.Count <= limit
            ? new CasePage([.. oneMore], Next: null)
            : new CasePage([.. oneMore.Take(limit)], oneMore[limit - 1].Id);
}
