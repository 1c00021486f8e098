namespace Concordat.Gateway.Watching;

/// <summary>
/// Keeps what is in force the same as what the store has: looks again and again, one look at a time. What a look that fails means is each watch's own:
/// orders stop the gateway, rulings fall away, certificates stay. The keys of a role of AWS are looked after in the same way. Thread-safe.
/// </summary>
internal abstract class DocumentWatch(TimeProvider time, TimeSpan interval) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    /// <summary>For how long what is in force stands without a look that came to its end: the store may be away, or hang.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);

    private ITimer? _timer;
    private long _confirmed = time.GetTimestamp();

    protected TimeProvider Time { get; } = time;

    /// <summary>Whether a look came to its end lately. Asked by the clock, so that a look that never ends is known too.</summary>
    protected bool IsFresh => Time.GetElapsedTime(Volatile.Read(ref _confirmed)) < StaleAfter;

    /// <summary>Looks now and not at the next moment; what was committed before the call is seen after it.</summary>
    public Task LookNowAsync() => LookUnlessAsync(CancellationToken.None);

    /// <summary>The same for somebody who does not wait for ever.</summary>
    /// <param name="waiting">Ends the wait for the turn, and no look that has begun; the call then returns without one.</param>
    public async Task LookUnlessAsync(CancellationToken waiting)
    {
        try
        {
            using (var both = CancellationTokenSource.CreateLinkedTokenSource(waiting, _stopping.Token))
            {
                await _turn.WaitAsync(both.Token).ConfigureAwait(false);
            }

            try
            {
                var began = Time.GetTimestamp();
                await LookAsync(_stopping.Token).ConfigureAwait(false);
                Volatile.Write(ref _confirmed, began);
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
        catch (Exception fault)
        {
            Failed(fault);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    /// <summary>One look; nobody else looks or changes what is in force meanwhile.</summary>
    protected abstract ValueTask LookAsync(CancellationToken cancellation);

    /// <summary>A look failed, and its turn is over.</summary>
    protected abstract void Failed(Exception fault);

    /// <summary>Changes what is in force while nobody looks, and looks on the clock from then on.</summary>
    protected async ValueTask ChangeAsync(Func<CancellationToken, ValueTask> change, CancellationToken cancellation)
    {
        using var prepared = await PrepareAsync(
            async stop =>
            {
                await change(stop).ConfigureAwait(false);
                return WatchChange.None;
            },
            cancellation).ConfigureAwait(false);
        prepared.Commit();
    }

    /// <summary>Prepares a change; nobody looks until it is committed or given up. Once it is committed, this looks on the clock.</summary>
    protected async ValueTask<PreparedChange> PrepareAsync(Func<CancellationToken, ValueTask<WatchChange>> prepare, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var began = Time.GetTimestamp();
            var change = await prepare(cancellation).ConfigureAwait(false);
            return new PreparedChange(
                change with
                {
                    Commit = () =>
                    {
                        change.Commit();
                        Volatile.Write(ref _confirmed, began);
                        _timer ??= Time.CreateTimer(_ => Tick(), null, interval, interval);
                    },
                },
                _turn);
        }
        catch
        {
            _turn.Release();
            throw;
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
}
