using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Where orders are read and taken while the gateway serves. Thread-safe.</summary>
internal sealed class OrderDesk(OversightStores stores, OrderWatch watch, LedgerWriter ledger, TimeProvider time) : IDisposable
{
    /// <summary>Most entries of the ledger that one plan reads: traffic of the newest, in bounded time.</summary>
    private const int MostEntries = 100_000;

    private static readonly TimeSpan TrafficLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BillsLife = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private (OrderTraffic Traffic, DateTimeOffset Read)? _traffic; // guarded by _turn
    private (DeploymentBills Bills, ConcordatConfig Config, DateTimeOffset Read)? _bills; // guarded by _turn

    /// <summary>Every order and notice that was taken; null before the start.</summary>
    public OrderBook? Book => watch.Book;

    /// <summary>Takes a signed order or notice; this node goes by it when it returns, the others within a second.</summary>
    /// <returns>The document and whether it is new.</returns>
    /// <exception cref="OrderException">Why it is not taken.</exception>
    /// <exception cref="OversightUnavailableException">The store does not answer.</exception>
    public async ValueTask<(OrderDocument Document, bool IsNew)> TakeAsync(byte[] envelope, CancellationToken cancellation)
    {
        await watch.LookNowAsync().ConfigureAwait(false);
        if (Book is not { } book || watch.Fault is not null)
        {
            throw new OversightUnavailableException("the orders cannot be known now");
        }

        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        if (OrderIntake.Check(envelope, book, revoked, time.GetUtcNow()) is not { } document)
        {
            return (book.Find(OrderReader.Read(envelope, book.Terms).Id)!, false);
        }

        if (!await stores.Orders.AddAsync(document.Id, envelope, cancellation).ConfigureAwait(false))
        {
            throw new OrderException($"another process has just taken a document `{document.Id}`; ask for it, and try again where it is not the same");
        }

        await watch.LookNowAsync().ConfigureAwait(false);
        return (document, true);
    }

    /// <summary>Where an order bites under a configuration, with the traffic of the newest entries.</summary>
    /// <param name="useCase">The one use case that is asked about; null for all.</param>
    /// <param name="asOf">As of when orders are judged; traffic is that of the last days, whatever is asked.</param>
    public async ValueTask<OrderPlanReport> PlanAsync(OrderDocument document, ConcordatConfig config, string? useCase, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var plan = OrderPlan.Of(document.Order!, Book!, config, asOf);
        if (useCase is not null)
        {
            plan = plan with { Uses = [.. plan.Uses.Where(use => use.UseCase.Equals(useCase, StringComparison.Ordinal))] };
        }

        var now = time.GetUtcNow();
        var bills = OrderBills.Of(document.Order!, config, await BillsAsync(config, now, cancellation).ConfigureAwait(false), useCase);
        return plan.Report(document, Book!, await TrafficAsync(now, cancellation).ConfigureAwait(false), bills, asOf);
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<DeploymentBills> BillsAsync(ConcordatConfig config, DateTimeOffset now, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_bills is not { } known || !ReferenceEquals(known.Config, config) || now - known.Read >= BillsLife)
            {
                _bills = known = (DeploymentBills.Read(config, now), config, now);
            }

            return known.Bills;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<OrderTraffic> TrafficAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_traffic is { } known && now - known.Read < TrafficLife)
            {
                return known.Traffic;
            }

            var since = now.AddDays(-OrderPlan.Days);
            var traffic = ledger.CheckpointSize == 0
                ? OrderTraffic.None(since)
                : OrderTraffic.Read(LedgerReader.Open(ledger.Location, ledger.VerifierKey), since, cancellation, MostEntries);
            _traffic = (traffic, now);
            return traffic;
        }
        catch (LedgerPrunedException)
        {
            return OrderTraffic.None(now); // pruned while it was read; the next asks anew
        }
        finally
        {
            _turn.Release();
        }
    }
}
