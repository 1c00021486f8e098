using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Keeps the orders in force current: looks every second for documents that came, on any node, and for dates that have passed. What changes
/// is in the ledger before it counts. A store whose orders are missing or not validly signed stops the gateway: going on might pass an order over.
/// </summary>
internal sealed partial class OrderWatch : IDisposable
{
    /// <summary>Longest time from a document's arrival, or a date, to its effect.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IDocumentStore _store;
    private readonly Recorder _recorder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile OrderBook? _book; // changed under _turn
    private volatile OrdersInForce _current = OrdersInForce.None;
    private volatile string? _fault;
    private ITimer? _timer;

    public OrderWatch(IDocumentStore store, Recorder recorder, TimeProvider time, ILogger logger)
    {
        (_store, _recorder, _time, _logger) = (store, recorder, time, logger);
    }

    /// <summary>What a request that begins now goes by to its end.</summary>
    public OrdersInForce Current => _current;

    /// <summary>Every order and notice that was taken; null before the start.</summary>
    public OrderBook? Book => _book;

    /// <summary>Why nothing can be served; null when the orders are known.</summary>
    public string? Fault => _fault;

    /// <summary>Reads all orders again under the terms of a configuration; nothing changes yet.</summary>
    /// <exception cref="InvalidOperationException">A document in the store is not valid under them.</exception>
    public async ValueTask<OrderBook> ReadAsync(ConcordatConfig config, CancellationToken cancellation)
    {
        var terms = OrderSubjects.Terms(config);
        try
        {
            return OrderBook.Of(terms, await _store.ListAsync(0, cancellation).ConfigureAwait(false));
        }
        catch (OrderException fault)
        {
            throw new InvalidOperationException($"the orders in the store cannot be used: {fault.Message}; an issuer who no longer signs stays in `orders.issuers`, without acts", fault);
        }
    }

    /// <summary>Goes by a book from now on, and by what comes after it.</summary>
    public async ValueTask UseAsync(OrderBook book, bool isStart, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // What came since the book was read belongs to it too.
            var whole = book.With(await _store.ListAsync(book.Documents.Length, cancellation).ConfigureAwait(false));
            await SwitchAsync(whole, [], isStart ? "start" : "reload", cancellation).ConfigureAwait(false);
            _fault = null;
        }
        finally
        {
            _turn.Release();
        }

        _timer ??= _time.CreateTimer(_ => Tick(), null, Interval, Interval);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    /// <summary>Looks now and not at the next second; what was committed before the call is seen after it.</summary>
    public async Task LookNowAsync()
    {
        try
        {
            await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                await LookAsync(_stopping.Token).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The gateway is ending.
        }
        catch (Exception fault) when (fault is OversightUnavailableException or LedgerUnavailableException)
        {
            // Without the store or the ledger nothing is served for long, whatever the orders; the next look tries again.
        }
        catch (Exception fault)
        {
            Report(fault.Message);
        }
    }

    // Where the last look is still under way, it sees what this one would.
    private void Tick()
    {
        if (_turn.CurrentCount > 0)
        {
            _ = LookNowAsync();
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellation)
    {
        var book = _book!;
        var count = await _store.CountAsync(cancellation).ConfigureAwait(false);
        if (count < book.Documents.Length)
        {
            Report($"the store has {count} orders and notices, but {book.Documents.Length} were taken; restore it");
            return;
        }

        if (count > book.Documents.Length)
        {
            var rows = await _store.ListAsync(book.Documents.Length, cancellation).ConfigureAwait(false);
            foreach (var some in rows.Chunk(OrdersEntry.MostAdded))
            {
                var next = book.With(some);
                await SwitchAsync(next, [.. next.Documents.Skip(book.Documents.Length)], "document", cancellation).ConfigureAwait(false);
                book = next;
            }
        }
        else if (_current.Changes <= _time.GetUtcNow())
        {
            await SwitchAsync(book, [], "date", cancellation).ConfigureAwait(false);
        }

        _fault = null;
    }

    private async ValueTask SwitchAsync(OrderBook book, IReadOnlyList<OrderDocument> added, string reason, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var next = book.Documents.IsEmpty ? OrdersInForce.None : new OrdersInForce(book, now);
        if (!book.Documents.IsEmpty)
        {
            await _recorder.RecordAsync(OrdersEntry.Write(book, next, added, reason, now), cancellation).ConfigureAwait(false);
        }

        (_book, _current) = (book, next);
        foreach (var document in added)
        {
            LogTaken(document.Act, document.Id, document.Issuer.Id, next.InForce.Length);
        }
    }

    private void Report(string fault)
    {
        if (_fault != fault)
        {
            LogFault(fault);
        }

        _fault = fault;
    }

    [LoggerMessage(LogLevel.Warning, "order taken: {Act} `{Id}` by {Issuer}; {InForce} orders are in force")]
    private partial void LogTaken(string act, string id, string issuer, int inForce);

    [LoggerMessage(LogLevel.Error, "nothing is served: the orders cannot be known: {Fault}")]
    private partial void LogFault(string fault);
}
