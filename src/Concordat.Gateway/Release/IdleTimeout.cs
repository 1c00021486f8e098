namespace Concordat.Gateway.Release;

/// <summary>Ends a read after a silence; each read starts the clock anew. Not thread-safe.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _silence;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenRegistration _outer;

    public IdleTimeout(TimeSpan silence, TimeProvider time, CancellationToken outer)
    {
        _silence = silence;
        _clock = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _outer = outer.UnsafeRegister(static clock => ((CancellationTokenSource)clock!).Cancel(), _clock);
    }

    /// <summary>The token for the next read.</summary>
    public CancellationToken Restart()
    {
        _clock.CancelAfter(_silence);
        return _clock.Token;
    }

    public void Dispose()
    {
        _outer.Dispose();
        _clock.Dispose();
    }
}
