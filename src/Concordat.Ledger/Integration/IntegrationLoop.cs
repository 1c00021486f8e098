using Concordat.Ledger.PostgreSql;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Telemetry;
using Concordat.Ledger.Wal;
using Concordat.Signing;

namespace Concordat.Ledger.Integration;

/// <summary>Runs the integrator on its own thread: on the clock, and when asked.</summary>
/// <remarks>Its own thread, because it waits for the disk for milliseconds and the thread pool has requests to serve.</remarks>
internal sealed class IntegrationLoop : IDisposable
{
    private readonly object _gate = new();
    private readonly Integrator _integrator;
    private readonly ICommitLog _log;
    private readonly DamageMark _damage;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private List<TaskCompletionSource> _waiting = []; // guarded by _gate
    private bool _due; // guarded by _gate
    private bool _stopping; // guarded by _gate
    private Exception? _lastError;
    private Exception? _fatal;

    public IntegrationLoop(Integrator integrator, ICommitLog log, DamageMark damage, TimeSpan interval, TimeProvider time)
    {
        _integrator = integrator;
        _log = log;
        _damage = damage;
        _time = time;
        _thread = new Thread(Loop) { IsBackground = true, Name = "ledger integrate" };
        _thread.Start();
        _timer = time.CreateTimer(_ => Wake(), state: null, interval, interval);
    }

    /// <summary>Why the last round failed; null when it did not.</summary>
    public Exception? LastError => Volatile.Read(ref _lastError);

    /// <summary>Why the key could not sign in the last round; null when it could. What nobody can sign for, nobody should be promised.</summary>
    public LedgerUnavailableException? Unsigned => LastError is LedgerUnavailableException { InnerException: KeyUnavailableException } error ? error : null;

    /// <summary>Damage that no later round can repair.</summary>
    public Exception? Fatal => Volatile.Read(ref _fatal);

    /// <summary>What appends and checkpoints of a damaged log are refused with.</summary>
    public static LedgerUnavailableException Damaged(string found) =>
        new($"the ledger is damaged and not extended: {found}; it goes on once `concordat ledger scrub` finds it sound");

    public Task RunAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_stopping)
            {
                return Task.FromException(new ObjectDisposedException(nameof(LedgerWriter)));
            }

            _waiting.Add(done);
        }

        Wake();
        return done.Task;
    }

    /// <summary>Ends after a last round.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _stopping = true;
        }

        Wake();
        _thread.Join();
    }

    private void Wake()
    {
        lock (_gate)
        {
            _due = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        bool stopping;
        do
        {
            List<TaskCompletionSource> waiting;
            lock (_gate)
            {
                while (!_due)
                {
                    Monitor.Wait(_gate);
                }

                _due = false;
                (waiting, _waiting) = (_waiting, []);
                stopping = _stopping;
            }

            var error = RunOnce(stopping);
            foreach (var done in waiting)
            {
                if (error is null)
                {
                    done.SetResult();
                }
                else
                {
                    done.SetException(error);
                }
            }
        }
        while (!stopping);
    }

    private Exception? RunOnce(bool stopping)
    {
        if (_fatal is not null)
        {
            return _fatal;
        }

        if (_damage.Look() is { } found)
        {
            var damaged = Damaged(found);
            Volatile.Write(ref _lastError, damaged);
            return damaged;
        }

        try
        {
            var (before, start) = (_integrator.IntegratedSize, _time.GetTimestamp());
            _integrator.Run();
            if (_integrator.IntegratedSize > before)
            {
                LedgerMetrics.CheckpointPublished(_time.GetElapsedTime(start));
            }

            if (!stopping)
            {
                _log.Tend();
            }

            Volatile.Write(ref _lastError, null);
            return null;
        }
        catch (KeyUnavailableException e)
        {
            LedgerMetrics.CheckpointFailed();
            var error = new LedgerUnavailableException($"the ledger cannot sign checkpoints: {e.Message}", e);
            Volatile.Write(ref _lastError, error);
            return error;
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not (LedgerCorruptException or LedgerLockedException))
        {
            LedgerMetrics.CheckpointFailed();
            var remedy = e is DatabaseAwayException ? _log.Remedy : "free space or repair the disk; it recovers by itself";
            var error = new LedgerUnavailableException($"the ledger cannot write tiles: {e.Message} ({remedy})", e);
            Volatile.Write(ref _lastError, error);
            return error;
        }
        catch (Exception e)
        {
            // The edge of this thread. Whatever this is, going on could publish a false checkpoint: the log stops taking entries.
            Volatile.Write(ref _lastError, e);
            Volatile.Write(ref _fatal, e);
            return e;
        }
    }
}
