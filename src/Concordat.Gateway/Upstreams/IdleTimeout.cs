using System.Collections.Concurrent;

namespace Concordat.Gateway.Upstreams;

/// <summary>Ends a wait for an upstream after a silence, for which each restart starts the clock anew, or when all took too long. Not thread-safe.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private const int MostPooled = 1024;

    // A clock that never rang is as good as new, and rings for the next exchange.
    private static readonly ConcurrentQueue<CancellationTokenSource> Pool = new();

    private readonly TimeSpan _silence;
    private readonly TimeSpan? _longest;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenRegistration _outer;
    private readonly bool _pooled;

    /// <param name="silence">Longest wait.</param>
    /// <param name="longest">Longest time for all waits together: an upstream that drips is not borne for ever.</param>
    public IdleTimeout(TimeSpan silence, TimeSpan? longest, TimeProvider time, CancellationToken outer)
    {
        (_silence, _longest, _time, _start) = (silence, longest, time, time.GetTimestamp());
        _pooled = ReferenceEquals(time, TimeProvider.System);
        _clock = _pooled && Pool.TryDequeue(out var used) ? used : new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _outer = outer.UnsafeRegister(static clock => ((CancellationTokenSource)clock!).Cancel(), _clock);
    }

    /// <summary>The token for the next wait.</summary>
    public CancellationToken Restart()
    {
        var left = _longest - _time.GetElapsedTime(_start);
        _clock.CancelAfter(left is not { } rest || rest > _silence ? _silence : rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
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
