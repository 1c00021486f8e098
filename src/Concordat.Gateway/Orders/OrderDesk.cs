using System.Collections.Concurrent;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Signers;

namespace Concordat.Gateway.Orders;

/// <summary>Where orders are read and taken while the gateway serves. Thread-safe.</summary>
internal sealed class OrderDesk(OversightStores stores, OrderWatch watch, LedgerWriter ledger, TimeProvider time) : IDisposable
{
    /// <summary>Most entries of the ledger that are read at once, before a plan or beside the requests; a long ledger is read in pieces, from the newest back.</summary>
    private const int MostEntries = 20_000;

    /// <summary>How often one is checked anew because others came between.</summary>
    private const int MostTurns = 5;

    /// <summary>How many refused documents are remembered, so that each is recorded once.</summary>
    private const int MostRefused = 1000;

    /// <summary>Longest time that the store may take over one document; nobody who hands one in waits longer.</summary>
    internal static readonly TimeSpan LongestTaking = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan TrafficInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BillsLife = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);
    private readonly StrangeOrders _strange = new(time);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private RecordedTraffic _traffic = new(); // guarded by _turn
    private LedgerReader? _reader; // guarded by _turn
    private (DeploymentBills Bills, ConcordatConfig Config, DateTimeOffset Read)? _bills; // guarded by _turn

    /// <summary>Which orders concern which use case.</summary>
    public ConcernedOrders Concerned { get; } = new();

    /// <summary>Every order and notice that was taken; null before the start.</summary>
    public OrderBook? Book => watch.Book;

    /// <summary>Takes a signed order or notice; this node goes by it when it returns, the others within a second.</summary>
    /// <param name="submitter">Whom it came from, as far as is known: of each few refusals are recorded.</param>
    /// <returns>The document and whether it is new.</returns>
    /// <exception cref="OrderException">Why it is not taken.</exception>
    /// <exception cref="OversightUnavailableException">The store does not answer.</exception>
    public async ValueTask<(OrderDocument Document, bool IsNew)> TakeAsync(byte[] envelope, string submitter, CancellationToken cancellation)
    {
        // Anybody may ask: what no known issuer signed, or is here already, costs neither a turn nor the store.
        if (Book is not { } known)
        {
            throw Unknown();
        }

        if (OrderReader.TryRead(envelope, known.Terms) is not { } read)
        {
            await RecordStrangerAsync(envelope, submitter, known, cancellation).ConfigureAwait(false);
            read = OrderReader.Read(envelope, known.Terms); // says why
        }

        if (watch.Fault is null && known.Find(read.Id) is { } here && here.Hash == read.Hash)
        {
            return (here, false);
        }

        using var late = new CancellationTokenSource(LongestTaking, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await TakeSignedAsync(envelope, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw OversightUnavailableException.Plain($"the oversight store, which holds the orders, did not answer within {LongestTaking.TotalSeconds:0} seconds; hand it in again, which changes nothing where it was taken", fault);
        }
    }

    private async Task<(OrderDocument Document, bool IsNew)> TakeSignedAsync(byte[] envelope, CancellationToken cancellation)
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            await watch.LookUnlessAsync(cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (Book is not { } book || watch.Fault is not null)
            {
                break;
            }

            var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
            if (await CheckAsync(envelope, book, revoked, cancellation).ConfigureAwait(false) is not { } document)
            {
                return (book.Find(OrderReader.Read(envelope, book.Terms).Id)!, false);
            }

            // Where another process has taken one meanwhile, this one is checked beside it.
            if (await stores.Orders.AddAsync(book.Documents.Length + 1, document.Id, envelope, cancellation).ConfigureAwait(false))
            {
                await watch.LookUnlessAsync(cancellation).ConfigureAwait(false);
                return Book?.Find(document.Id) is not null
                    ? (document, true)
                    : throw OversightUnavailableException.Plain("the document is in the store, but this node does not know it yet; hand it in again");
            }
        }

        throw Unknown();
    }

    private static OversightUnavailableException Unknown() => OversightUnavailableException.Plain(
        "the orders in the oversight store cannot be known now, so none is taken; `/readyz` of this node says why in `orders_fault`: hand it in again when it is ready");

    /// <summary>Where an order bites under a configuration, with the traffic of the newest entries.</summary>
    /// <param name="useCase">The one use case that is asked about; null for all.</param>
    /// <param name="asOf">As of when orders are judged; traffic is that of the last days, whatever is asked.</param>
    public async ValueTask<OrderPlanReport> PlanAsync(OrderDocument document, GatewayModel model, string? useCase, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var config = model.Config;
        var plan = OrderPlan.Of(document.Order!, Book!, config, asOf, useCase);
        var bills = OrderBills.Of(document.Order!, config, await BillsAsync(config, time.GetUtcNow(), cancellation).ConfigureAwait(false), useCase);
        return await ReportAsync(plan, document, bills, model, asOf, cancellation).ConfigureAwait(false);
    }

    /// <summary>Begins to count traffic, in the background.</summary>
    public void Start() => _timer ??= time.CreateTimer(_ => _ = Task.Run(KeepAsync), null, TimeSpan.Zero, TrafficInterval);

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async ValueTask<OrderDocument?> CheckAsync(byte[] envelope, OrderBook book, IReadOnlyList<RevokedSigner> revoked, CancellationToken cancellation)
    {
        try
        {
            return OrderIntake.Check(envelope, book, revoked, time.GetUtcNow());
        }
        catch (OrderException fault)
        {
            await RecordAsync(envelope, book, fault.Message, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Records a refusal that was noted where no ledger can be written, by what this node itself says of the document.</summary>
    /// <param name="because">Why it was refused there; recorded where this node would have taken it.</param>
    /// <returns>Whether that is done; false where the orders cannot be known now, and it must be tried again.</returns>
    /// <exception cref="OversightUnavailableException">The store does not answer.</exception>
    public async ValueTask<bool> RecordRefusedAsync(byte[] envelope, string because, CancellationToken cancellation)
    {
        if (Book is not { } book || watch.Fault is not null)
        {
            return false;
        }

        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        if (OrderReader.TryRead(envelope, book.Terms) is null)
        {
            await RecordStrangerAsync(envelope, "the command line", book, cancellation).ConfigureAwait(false);
            return true;
        }

        var why = $"by the command line: {because}";
        try
        {
            OrderIntake.Check(envelope, book, revoked, time.GetUtcNow());
        }
        catch (OrderException fault)
        {
            why = fault.Message;
        }

        await RecordAsync(envelope, book, why, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether a refusal is new to this process, or too long ago for it to remember.</summary>
    private bool IsNew(string document)
    {
        if (_refused.Count >= MostRefused)
        {
            _refused.Clear();
        }

        return _refused.TryAdd(document, value: true);
    }

    // Anybody could fill the ledger with it: few are recorded, with nothing that they say.
    private async ValueTask RecordStrangerAsync(byte[] envelope, string submitter, OrderBook book, CancellationToken cancellation)
    {
        if (_strange.Take(submitter, envelope) is var (hash, others))
        {
            await watch.RecordRefusalAsync(new RefusedOrder(hash, OrderReader.StrangerFault(envelope, book.Terms), Others: others), cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask RecordAsync(byte[] envelope, OrderBook book, string because, CancellationToken cancellation)
    {
        if (OrderReader.TryRead(envelope, book.Terms) is not { } document || !IsNew(document.Hash))
        {
            return;
        }

        try
        {
            await watch.RecordRefusalAsync(new RefusedOrder(document.Hash, because, document), cancellation).ConfigureAwait(false);
        }
        catch
        {
            _refused.TryRemove(document.Hash, out _);
            throw;
        }
    }

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

    private async ValueTask<OrderPlanReport> ReportAsync(OrderPlan plan, OrderDocument document, IReadOnlyList<OrderPlanBillReport> bills, GatewayModel model, DateTimeOffset asOf, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var traffic = Traffic();
            var proven = model.Routes.Values.SelectMany(static route => route.Deployments).ToDictionary(
                static each => each.Config.Name, each => each.AsOf(time.GetUtcNow()).Facts.Assurance, StringComparer.Ordinal);
            var clauses = new ReplacementClauses(model.Agreement, model.Config, traffic.Kinds, proven.GetValueOrDefault);
            return plan.Report(document, Book!, traffic.Counts, bills, clauses, asOf);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Counts what is new, so that nobody who asks for a plan has to wait for more than that.</summary>
    private async Task KeepAsync()
    {
        try
        {
            // without an order there is nothing to plan
            if (Book is { Documents.Length: > 0 } && await _turn.WaitAsync(TimeSpan.Zero, _stopping.Token).ConfigureAwait(false))
            {
                try
                {
                    // on a thread of its own, as it takes a moment for each entry that came since the last time
                    await Task.Factory.StartNew(Traffic, _stopping.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or IOException or LedgerCorruptException)
        {
            // the gateway is ending; or whoever asks next is told
        }
    }

    // called in a turn
    private RecordedTraffic Traffic()
    {
        try
        {
            if (ledger.CheckpointSize > 0)
            {
                _reader ??= LedgerReader.Open(ledger.Location, ledger.VerifierKey);
                _reader.Refresh();

                // not with the asker's: half counted, it would begin anew
                _traffic.CatchUp(_reader, time.GetUtcNow().AddDays(-OrderPlan.Days), MostEntries, _stopping.Token);
            }
        }
        catch (LedgerPrunedException)
        {
            (_reader, _traffic) = (null, new RecordedTraffic()); // pruned while it was read: the next counts anew
            _traffic.Counts.Since = time.GetUtcNow();
        }
        catch
        {
            (_reader, _traffic) = (null, new RecordedTraffic()); // half counted
            throw;
        }

        return _traffic;
    }
}
