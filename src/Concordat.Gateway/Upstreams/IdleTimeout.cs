using System.Collections.Concurrent;

namespace Concordat.Gateway.Upstreams;

/// <summary>Ends a wait for an upstream after a silence; each restart starts the clock anew. Not thread-safe.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private const int MostPooled = 1024;

    // A clock that never rang is as good as new, and rings for the next exchange.
    private static readonly ConcurrentQueue<CancellationTokenSource> Pool = new();

    private readonly TimeSpan _silence;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenRegistration _outer;
    private readonly bool _pooled;

    public IdleTimeout(TimeSpan silence, TimeProvider time, CancellationToken outer)
    {
        _silence = silence;
        _pooled = ReferenceEquals(time, TimeProvider.System);
        _clock = _pooled && Pool.TryDequeue(out var used) ? used : new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _outer = outer.UnsafeRegister(static clock => ((CancellationTokenSource)clock!).Cancel(), _clock);
    }

    /// <summary>The token for the next wait.</summary>
    public CancellationToken Restart()
    {
        _clock.CancelAfter(_silence);
        return _clock.Token;
    }

    public void Dispose()
    {
        // First the registration: after it, nobody can cancel the clock of an exchange that is not theirs.
        _outer.Dispose();
        if (_pooled && Pool.Count < MostPooled && _clock.TryReset())
        {
            Pool.Enqueue(_clock);
        }
        else
        {
            _clock.Dispose();
        }
    }
}
