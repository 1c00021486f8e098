using Concordat.Commands;
using Concordat.Gateway.Configuration;
using Concordat.Ledger.Retention;
using Concordat.Oversight;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Retention;

/// <summary>Which entries the certificates need that orders have not got yet.</summary>
internal static class OrderLimits
{
    // A certificate shows by an entry from before the order that it counted all of them.
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    /// <summary>What orders keep, of an installation; all of the log where that cannot be known.</summary>
    public static async Task<IReadOnlyList<RetentionLimit>> ReadAsync(ConcordatConfig config, OversightStores stores, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await stores.Orders.CountAsync(cancellationToken) == 0)
        {
            return [];
        }

        try
        {
            return Of(await OrderBookFile.LoadAsync(config, stores, now, cancellationToken), now);
        }
        catch (Exception fault) when (fault is CommandException or SigningFormatException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [new RetentionLimit($"what orders need cannot be known ({fault.Message}), and that", new Concordat.Ledger.EntryIndex(0), null)];
        }
    }

    /// <summary>A removal or termination that is effective and not over needs the entries since then, until it is reported as certified.</summary>
    public static IReadOnlyList<RetentionLimit> Of(OrderBook book, DateTimeOffset now) =>
    [
        .. book.Orders.Where(order => order.Action is OrderAction.Remove or OrderAction.Terminate && order.Effective <= now && !book.IsOver(order, now)
            && !book.NoticesOf(order.Id).Any(said => said.Notice is { Kind: NoticeKind.Report, Stage: MilestoneStage.Certify } report && report.From <= now))
            .OrderBy(static order => order.Effective).Take(1)
            .Select(static order => new RetentionLimit($"the certificate of order `{order.Id}`, which is not reported as certified yet,", null, order.Effective - Before)),
    ];
}
