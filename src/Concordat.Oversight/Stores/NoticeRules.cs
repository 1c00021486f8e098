using Concordat.Oversight.Cases;
using Concordat.Oversight.Notices;

namespace Concordat.Oversight.Stores;

/// <summary>What the stores of notices take.</summary>
internal static class NoticeRules
{
    public static void Check(NoticeClaim claim, int most)
    {
        ArgumentNullException.ThrowIfNull(claim);
        Text.OneLine(claim.Channel, 256);
        Text.OneLine(claim.Holder, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, INoticeStore.LargestPage);
    }

    public static void CheckOnce(NoticeClaim claim)
    {
        Check(claim, 1);
        if (!claim.Channel.StartsWith(INoticeStore.Once, StringComparison.Ordinal))
        {
            throw new ArgumentException($"the channel `{claim.Channel}` tells more than one thing", nameof(claim));
        }
    }

    public static void CheckShare(int share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 99);
    }

    public static CaseId Id(string text) =>
        CaseId.TryParse(text, out var id) ? id : throw new InvalidOperationException("the store holds a malformed case id");
}
