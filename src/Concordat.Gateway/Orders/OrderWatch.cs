using System.Collections.Frozen;
using Concordat.Agreements;
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

    /// <summary>Most uses that are judged before a change counts: bounded, since it counts within a second.</summary>
    private const int MostPrepared = 10_000;

    private readonly OversightStores _stores;
    private readonly IDocumentStore _store;
    private readonly LedgerWriter _ledger;
    private readonly Recorder _recorder;
    private readonly ILogger _logger;
    private readonly OrderMemory _memory;
    private volatile OrderBook? _book; // changed in a turn
    private ConcordatConfig? _config; // the one in force; used in a turn
    private long _said; // the size of the log, at most, when it last said which orders are gone by, and when; used in a turn
    private DateTimeOffset _saidAt;
    private DateTimeOffset _read; // when all of them were last read; one call at a time
    private DateTimeOffset _looked; // when the store last had no more than the book; used in a turn
    private volatile OrdersInForce _current = OrdersInForce.None;
    private volatile string? _fault;

    public OrderWatch(OversightStores stores, LedgerWriter ledger, Recorder recorder, TimeProvider time, ILogger logger)
        : base(time, Interval)
    {
        (_stores, _store, _ledger, _recorder, _logger) = (stores, stores.Orders, ledger, recorder, logger);
        (_memory, Uses) = (new OrderMemory(stores.OrderMemory), new FirstUses(stores.OrderMemory, ledger, time));
    }

    /// <summary>What a request that begins now goes by to its end.</summary>
    public OrdersInForce Current => _current;

    /// <summary>Every order and notice that was taken; null before the start.</summary>
    public OrderBook? Book => _book;

    /// <summary>Where it is noted which use case used what.</summary>
    public FirstUses Uses { get; }

    /// <summary>Why nothing can be served; null when the orders are known.</summary>
    public string? Fault => _fault ?? (_book is null || IsFresh ? null : "the store has not told of new orders for 10 seconds; make it answer");

    /// <summary>Reads all orders again under the terms of an agreement and a configuration; nothing changes yet.</summary>
    /// <exception cref="InvalidOperationException">
    /// A document in the store is not valid under them, or would not have been taken and never was; or one that was taken is gone.
    /// </exception>
    public async ValueTask<OrderBook> ReadAsync(ConcordatConfig config, Agreement agreement, CancellationToken cancellation)
    {
        var terms = TermsOf(config, agreement);
        _read = Time.GetUtcNow();
        try
        {
            var rows = await _store.ListAsync(0, cancellation).ConfigureAwait(false);
            var revoked = await _stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
            var taken = _book is { } book
                ? new TakenOrders(book.Hash, book.Documents.Length, _looked) { Joint = (book.Joint(_read).ToFrozenSet(StringComparer.Ordinal), IsWhole: true, _read) }
                : (rows.Count > 0 || terms.Issuers.Length > 0) && _ledger.CheckpointSize > 0
                    ? TakenOrders.Newest(LedgerReader.Open(_ledger.Location, _ledger.VerifierKey), default, cancellation)?.Taken
                    : null;
            return taken is null
                ? OrderIntake.Take(rows, OrderBook.Empty(terms), revoked, since: null, Time.GetUtcNow())
                : OrderIntake.Take(rows.Skip(taken.Count), taken.Among(rows, terms), revoked, taken.When, Time.GetUtcNow());
        }
        catch (OrderException fault)
        {
            throw new InvalidOperationException($"the orders in the store cannot be used: {fault.Message}; an issuer who no longer signs stays in `orders.issuers`, without acts", fault);
        }
    }

    private static OrderTerms TermsOf(ConcordatConfig config, Agreement agreement)
    {
        try
        {
            return OrderSubjects.Terms(config, agreement);
        }
        catch (OrderException fault)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }
    }

    /// <summary>Prepares to go by a book, and by what comes after it, under a configuration.</summary>
    /// <exception cref="InvalidOperationException">A deployment would leave an order by being registered otherwise.</exception>
    public ValueTask<PreparedChange> PrepareAsync(OrderBook book, ConcordatConfig config, bool isStart, CancellationToken cancellation) => PrepareAsync(
        async stop =>
        {
            // What came since the book was read belongs to it too.
            var now = Time.GetUtcNow();
            var whole = await WithNewAsync(book, isStart ? _read : _looked, now, stop).ConfigureAwait(false);
            whole = whole.Knowing(await Uses.StartAsync(config, stop).ConfigureAwait(false));
            await _memory.CheckAsync(whole, config, now, stop).ConfigureAwait(false);
            await _memory.NoteAsync(whole.Documents, whole, config, now, stop).ConfigureAwait(false);
            var change = Switch(whole, [], isStart ? "start" : "reload");
            return change with
            {
                Commit = () =>
                {
                    change.Commit();
                    Uses.Renew();
                    (_config, _looked, _saidAt, _fault) = (config, now, now, null);
                },
            };
        },
        cancellation);

    /// <summary>Records that a document was not taken, and why.</summary>
    public async ValueTask RecordRefusalAsync(RefusedOrder refused, CancellationToken cancellation) =>
        await _recorder.RecordAsync(OrdersEntry.Write(_book!, _current, [], "refused", Time.GetUtcNow(), refused: refused), cancellation).ConfigureAwait(false);

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        await PassDateAsync(cancellation).ConfigureAwait(false);
        var now = Time.GetUtcNow();
        var book = await AnsweredAsync(WithUsesAsync(_book!, cancellation), cancellation).ConfigureAwait(false);

        // Where there are none and may be some, that is said too.
        if ((!book.Documents.IsEmpty || book.Terms.Issuers.Length > 0)
            && (_ledger.CheckpointSize - _said > TakenOrders.SaidAgainAfter || now - _saidAt > TakenOrders.SaidAgainWithin))
        {
            await _recorder.RecordAsync(OrdersEntry.Write(book, _current, [], "standing", now, LookedBefore("standing")), cancellation).ConfigureAwait(false);
            (_said, _saidAt) = (_ledger.CheckpointSize, now);
        }

        var count = await AnsweredAsync(_store.CountAsync(cancellation), cancellation).ConfigureAwait(false);
        if (count < book.Documents.Length)
        {
            Report($"the store has {count} orders and notices, but {book.Documents.Length} were taken; restore it");
            return;
        }

        if (count > book.Documents.Length)
        {
            var whole = await AnsweredAsync(WithNewAsync(book, _looked, now, cancellation), cancellation).ConfigureAwait(false);
            foreach (var some in whole.Documents.Skip(book.Documents.Length).Chunk(OrdersEntry.MostAdded))
            {
                book = book.With(some).Knowing(Uses.Known);
                await AnsweredAsync(NoteAsync(some, book, now, cancellation), cancellation).ConfigureAwait(false);
                await Switch(book, some, "document").ApplyAsync(_recorder, cancellation).ConfigureAwait(false);
            }
        }

        (_looked, _fault) = (now, null);
    }

    // An exclusion is judged by what was used before it, on any node; what one wrote late counts as soon as it is read.
    private async ValueTask<OrderBook> WithUsesAsync(OrderBook book, CancellationToken cancellation)
    {
        await Uses.KeepAsync(cancellation).ConfigureAwait(false);
        if (!book.Documents.Any(static document => document.Order is { Action: OrderAction.Exclude }))
        {
            return book;
        }

        await Uses.ReadAsync(cancellation).ConfigureAwait(false);
        var (known, now) = (book.Knowing(Uses.Known), Time.GetUtcNow());
        if (!ReferenceEquals(known, book) && !(_current.Changes <= now))
        {
            var next = new OrdersInForce(known, now);
            next.Prepare(_current, MostPrepared);
            (_book, _current) = (known, next);
        }

        return known;
    }

    private async ValueTask<bool> NoteAsync(IReadOnlyList<OrderDocument> added, OrderBook book, DateTimeOffset now, CancellationToken cancellation)
    {
        await _memory.NoteAsync(added, book, _config!, now, cancellation).ConfigureAwait(false);
        return true;
    }

    // What is known changes on its day, whether or not the store answers.
    private ValueTask PassDateAsync(CancellationToken cancellation) =>
        _current.Changes <= Time.GetUtcNow() ? Switch(_book!, [], "date").ApplyAsync(_recorder, cancellation) : ValueTask.CompletedTask;

    // A store that hangs holds up the look and no date.
    private async ValueTask<T> AnsweredAsync<T>(ValueTask<T> asked, CancellationToken cancellation)
    {
        for (var answer = asked.AsTask(); ; await PassDateAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                return await answer.WaitAsync(Interval, Time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!answer.IsCompleted)
            {
                // Asked again would be no better: it waits on.
            }
        }
    }

    // Whoever wrote a row may have gone by another configuration, or by none: each is checked by this one.
    private async ValueTask<OrderBook> WithNewAsync(OrderBook book, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await _store.ListAsync(book.Documents.Length, cancellation).ConfigureAwait(false);
        return rows.Count == 0
            ? book
            : OrderIntake.Take(rows, book, await _stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false), since, now);
    }

    protected override void Failed(Exception fault)
    {
        // The next look tries again; where none comes to its end for a while, the orders are not fresh, and nothing is served.
        if (fault is not (OversightUnavailableException or LedgerUnavailableException))
        {
            Report(fault.Message);
        }
    }

    private WatchChange Switch(OrderBook book, IReadOnlyList<OrderDocument> added, string reason)
    {
        var now = Time.GetUtcNow();
        var next = book.Documents.IsEmpty ? OrdersInForce.None : new OrdersInForce(book, now);
        next.Prepare(_current, MostPrepared);

        // that there are none is said too, where some may come
        var isSaid = !book.Documents.IsEmpty || (reason is "start" && book.Terms.Issuers.Length > 0);
        return new WatchChange(
            isSaid ? [OrdersEntry.Write(book, next, added, reason, now, LookedBefore(reason))] : [],
            () =>
            {
                (_book, _current) = (book, next);
                (_said, _saidAt) = isSaid ? (_ledger.CheckpointSize, now) : (_said, _saidAt);
            })
        {
            Tell = () =>
            {
                foreach (var document in added)
                {
                    LogTaken(document.Act, document.Id, document.Issuer.Id, next.InForce.Length);
                }
            },
        };
    }

    // A date passes, and what stands is said again, without the store being asked: what came meanwhile is not in the book.
    private DateTimeOffset? LookedBefore(string reason) => reason is "date" or "standing" && _looked != default ? _looked : null;

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
