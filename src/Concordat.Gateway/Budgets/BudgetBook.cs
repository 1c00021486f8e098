using System.Collections.Concurrent;
using System.Globalization;
using Concordat.Oversight;
using Concordat.Oversight.Budgets;

namespace Concordat.Gateway.Budgets;

/// <summary>
/// Every counter of every budget on this node. Requests take from what the node has leased; every two seconds it tells the store what was
/// spent and gives back what lies about. Lives across reloads. Thread-safe.
/// </summary>
internal sealed class BudgetBook : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Budget, BudgetSubject Subject), BudgetCounter> _counters = new();
    private readonly ConcurrentDictionary<BudgetPeriod, BudgetModel> _periods = new();
    private readonly IBudgetStore _store;
    private readonly bool _isShared;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _began;
    private readonly long _beganAt;
    private readonly string _node;
    private readonly SemaphoreSlim _telling = new(1);
    private ITimer? _timer;
    private long _opened;
    private DateTimeOffset _swept;

    /// <param name="store">Where budgets are kept.</param>
    /// <param name="isShared">Whether other nodes spend from the same budgets.</param>
    /// <param name="time">The clock.</param>
    public BudgetBook(IBudgetStore store, bool isShared, TimeProvider time)
    {
        (_store, _isShared, _time) = (store, isShared, time);
        (_began, _beganAt) = (time.GetUtcNow(), time.GetTimestamp());
        _node = Guid.CreateVersion7(_began).ToString("N");
    }

    /// <summary>Begins to tell the store, where there is a budget that it keeps.</summary>
    public void Use(IReadOnlyCollection<BudgetModel> budgets)
    {
        if (_timer is null && budgets.Any(IsKept))
        {
            var timer = _time.CreateTimer(_ => _ = TellAsync(isLast: false, CancellationToken.None), null, Interval, Interval);
            if (Interlocked.CompareExchange(ref _timer, timer, null) is not null)
            {
                timer.Dispose(); // another was first
            }
        }
    }

    /// <summary>The counter's window of the present.</summary>
    public BudgetPeriod PeriodOf(BudgetModel budget, BudgetSubject subject)
    {
        var kept = IsKept(budget);
        var counter = _counters.GetOrAdd((budget.Counter, subject), static _ => new BudgetCounter());
        var now = kept ? _time.GetUtcNow() : Steady();
        var period = counter.Current is { } current && current.Window.Contains(now) ? current : Open(counter, budget, subject, now, kept);
        if (!ReferenceEquals(_periods.GetValueOrDefault(period), budget))
        {
            _periods[period] = budget; // a reload brought another amount
        }

        return period;
    }

    /// <summary>Takes an amount of a window: from what is at hand, or from the store where that is used up.</summary>
    /// <param name="least">What must be left; at least 1.</param>
    /// <param name="amount">What is taken; 0 where it is not known yet what will be used.</param>
    /// <returns>Whether there was enough.</returns>
    /// <exception cref="OversightUnavailableException">Nothing is at hand, and the store does not answer.</exception>
    public ValueTask<bool> TakeAsync(BudgetModel budget, BudgetPeriod period, long least, long amount, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        if (period.TryTake(budget, least, amount, now, out var isLow))
        {
            if (isLow && period.Asking.CurrentCount > 0)
            {
                _ = RefillAsync(budget, period);
            }

            return ValueTask.FromResult(true);
        }

        return period.IsDry(least, now) ? ValueTask.FromResult(false) : AskAsync(budget, period, least, amount, cancellation);
    }

    /// <summary>Tells the store what was spent, renews leases, gives back what lies about, and forgets windows that are over.</summary>
    /// <param name="isLast">Whether everything is given back.</param>
    public async Task TellAsync(bool isLast, CancellationToken cancellation)
    {
        if (!await _telling.WaitAsync(isLast ? Patience : TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            var now = _time.GetUtcNow();
            foreach (var some in _periods.Where(pair => pair.Key.IsDue(now)).Chunk(LeaseAsk.MostTogether))
            {
                await TellAsync(some, isLast, now, cancellation).ConfigureAwait(false);
            }

            foreach (var (period, _) in _periods.Where(pair => pair.Key.IsOver(pair.Key.IsLocal ? Steady() : now)))
            {
                _periods.TryRemove(period, out _);
            }

            if (now - _swept > SweepInterval)
            {
                await _store.SweepAsync(now, cancellation).ConfigureAwait(false);
                _swept = now;
            }
        }
        catch (Exception fault) when (fault is OversightUnavailableException or ObjectDisposedException)
        {
            // The next turn tells it; until then hard budgets end with their leases, and the others with what is at hand.
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <summary>How much of each budget is used, the fullest counter of each, as far as this node knows.</summary>
    public IReadOnlyList<(BudgetModel Budget, BudgetSubject Subject, BudgetPeriod Period)> Fullest(IEnumerable<BudgetModel> budgets)
    {
        var counters = _counters.ToArray();
        return
        [
            .. budgets.SelectMany(budget => counters
                .Where(pair => pair.Key.Budget.Equals(budget.Counter, StringComparison.Ordinal) && pair.Value.Current is not null)
                .OrderByDescending(pair => pair.Value.Current!.UsedPercent(budget)).Take(1)
                .Select(pair => (budget, pair.Key.Subject, pair.Value.Current!))),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await TellAsync(isLast: true, CancellationToken.None).ConfigureAwait(false);
    }

    public void Stop() => _timer?.Dispose();

    private bool IsKept(BudgetModel budget) => _isShared || !budget.IsBrief;

    private BudgetPeriod Open(BudgetCounter counter, BudgetModel budget, BudgetSubject subject, DateTimeOffset now, bool kept) => counter.At(now, budget, window =>
    {
        var name = $"{budget.Counter} {subject.UseCase} {subject.Key} {subject.Model}";
        var holder = string.Create(CultureInfo.InvariantCulture, $"{_node}-{Interlocked.Increment(ref _opened)}");
        var period = new BudgetPeriod(name, holder, window, isLocal: !kept);
        _periods[period] = budget;
        return period;
    });

    private async ValueTask<bool> AskAsync(BudgetModel budget, BudgetPeriod period, long least, long amount, CancellationToken cancellation)
    {
        await period.Asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = _time.GetUtcNow();
            if (period.TryTake(budget, least, amount, now, out _))
            {
                return true;
            }

            if (period.IsDry(least, now))
            {
                return false;
            }

            var ask = period.Ask(budget, least, Part, isLast: false, now);
            var answers = await LeaseAsync([ask], now, cancellation).ConfigureAwait(false);
            return period.Take(budget, ask, answers[0], least, amount, now);
        }
        finally
        {
            period.Asking.Release();
        }
    }

    /// <summary>Gets more before what is at hand is used up.</summary>
    private async Task RefillAsync(BudgetModel budget, BudgetPeriod period)
    {
        if (!await period.Asking.WaitAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            var now = _time.GetUtcNow();
            if (!period.IsDry(1, now))
            {
                var ask = period.Ask(budget, need: 1, Part, isLast: false, now);
                var answers = await LeaseAsync([ask], now, CancellationToken.None).ConfigureAwait(false);
                period.Take(budget, ask, answers[0], least: 0, amount: 0, now);
            }
        }
        catch (Exception fault) when (fault is OversightUnavailableException or ObjectDisposedException)
        {
            // Whoever finds nothing at hand asks again, and tells the client.
        }
        finally
        {
            period.Asking.Release();
        }
    }

    private async ValueTask TellAsync(KeyValuePair<BudgetPeriod, BudgetModel>[] some, bool isLast, DateTimeOffset now, CancellationToken cancellation)
    {
        KeyValuePair<BudgetPeriod, BudgetModel>[] free = [.. some.Where(static pair => pair.Key.Asking.Wait(0, CancellationToken.None))];
        try
        {
            LeaseAsk[] asks = [.. free.Select(pair => pair.Key.Ask(pair.Value, need: 0, Part, isLast, now))];
            var answers = await LeaseAsync(asks, now, cancellation).ConfigureAwait(false);
            for (var i = 0; i < free.Length; i++)
            {
                free[i].Key.Take(free[i].Value, asks[i], answers[i], least: 0, amount: 0, now);
            }
        }
        finally
        {
            foreach (var (period, _) in free)
            {
                period.Asking.Release();
            }
        }
    }

    /// <summary>Which part of what is left one node may have at hand.</summary>
    private int Part => _isShared ? 8 : 2;

    private async ValueTask<IReadOnlyList<LeaseAnswer>> LeaseAsync(IReadOnlyList<LeaseAsk> asks, DateTimeOffset now, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await _store.LeaseAsync(asks, now, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new OversightUnavailableException("the store of budgets did not answer in time", late);
        }
    }

    /// <summary>The present by a clock that nobody can put back or forward, for windows that only this process knows.</summary>
    private DateTimeOffset Steady() => _began + _time.GetElapsedTime(_beganAt);
}
