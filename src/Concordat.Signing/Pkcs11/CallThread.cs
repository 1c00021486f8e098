using System.Runtime.ExceptionServices;

namespace Concordat.Signing.Pkcs11;

/// <summary>Runs calls into foreign code one at a time, each on a thread that is left behind when it does not return in time.</summary>
/// <remarks>
/// Safe for concurrent use. A call into a module cannot be taken back: as long as one that came too late is still under way, others are refused
/// at once, because at most one may be. When it returns after all, its result is dropped and calls are taken again.
/// </remarks>
internal sealed class CallThread
{
    private readonly object _gate = new();
    private Thread? _running; // guarded by _gate, as the next
    private bool _isStuck;

    /// <exception cref="TimeoutException">It did not return in time, or one before it has not returned yet.</exception>
    public T Run<T>(Func<T> call, TimeSpan limit)
    {
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = call();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e); // goes on in the caller
            }

            lock (_gate)
            {
                (_running, _isStuck) = (null, false);
                Monitor.PulseAll(_gate);
            }
        })
        { IsBackground = true, Name = "token" };
        lock (_gate)
        {
            while (_running is not null)
            {
                if (_isStuck || !Monitor.Wait(_gate, limit))
                {
                    throw new TimeoutException("a call from before has not come back");
                }
            }

            _running = thread;
        }

        thread.Start();
        if (!thread.Join(limit))
        {
            lock (_gate)
            {
                _isStuck |= ReferenceEquals(_running, thread); // it may have ended this moment, and another be under way
                Monitor.PulseAll(_gate);
            }

            throw new TimeoutException("the call did not come back in time");
        }

        fault?.Throw();
        return result;
    }
}
