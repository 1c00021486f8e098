using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Watching;
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
internal sealed partial class OrderWatch : DocumentWatch
{
    /// <summary>Longest time from a document's arrival, or a date, to its effect.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IDocumentStore _store;
    private readonly Recorder _recorder;
    private readonly ILogger _logger;
    private volatile OrderBook? _book; // changed in a turn
    private volatile OrdersInForce _current = OrdersInForce.None;
    private volatile string? _fault;

    public OrderWatch(IDocumentStore store, Recorder recorder, TimeProvider time, ILogger logger)
        : base(time, Interval)
    {
        (_store, _recorder, _logger) = (store, recorder, logger);
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
    public ValueTask UseAsync(OrderBook book, bool isStart, CancellationToken cancellation) => ChangeAsync(
        async stop =>
        {
            // What came since the book was read belongs to it too.
            var whole = book.With(await _store.ListAsync(book.Documents.Length, stop).ConfigureAwait(false));
            await SwitchAsync(whole, [], isStart ? "start" : "reload", stop).ConfigureAwait(false);
            _fault = null;
        },
        cancellation);

    protected override async ValueTask LookAsync(CancellationToken cancellation)
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
        else if (_current.Changes <= Time.GetUtcNow())
        {
            await SwitchAsync(book, [], "date", cancellation).ConfigureAwait(false);
        }

        _fault = null;
    }

    protected override void Failed(Exception fault)
    {
        // Without the store or the ledger nothing is served for long, whatever the orders; the next look tries again.
        if (fault is not (OversightUnavailableException or LedgerUnavailableException))
        {
            Report(fault.Message);
        }
    }

    private async ValueTask SwitchAsync(OrderBook book, IReadOnlyList<OrderDocument> added, string reason, CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
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
