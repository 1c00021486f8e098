using System.Threading.Tasks.Sources;

namespace Concordat.Ledger.Wal;

/// <summary>The promise given to one appender whose entry waits for a flush; used again after its result was read.</summary>
internal sealed class AppendWaiter(AppendWaiterPool pool) : IValueTaskSource<EntryIndex>
{
    // Continuations go to the thread pool: the flushing thread has a disk to serve.
    private ManualResetValueTaskSourceCore<EntryIndex> _core = new() { RunContinuationsAsynchronously = true };

    public ValueTask<EntryIndex> Task => new(this, _core.Version);

    public void Complete(EntryIndex index) => _core.SetResult(index);

    public void Fail(Exception error) => _core.SetException(error);

    /// <summary>Answers on this thread, which has nothing else to do, and goes on with the appender.</summary>
    public void AnswerHere(EntryIndex index, Exception? error)
    {
        _core.RunContinuationsAsynchronously = false;
        if (error is null)
        {
            _core.SetResult(index);
        }
        else
        {
            _core.SetException(error);
        }
    }

    public EntryIndex GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            _core.RunContinuationsAsynchronously = true;
            pool.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
