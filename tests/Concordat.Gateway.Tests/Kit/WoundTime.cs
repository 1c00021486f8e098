namespace Concordat.Gateway.Tests.Kit;

/// <summary>A clock that stands still, timestamps and timers included, until a test puts it forward: timers come then, and only then.</summary>
internal sealed class WoundTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<WoundTimer> _timers = [];
    private DateTimeOffset _now = System.GetUtcNow();
    private int _made;

    /// <summary>How many timers were ever set.</summary>
    public int Made => Volatile.Read(ref _made);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>How many timers are set that come once.</summary>
    public int Waiting()
    {
        lock (_gate)
        {
            return _timers.Count(static timer => timer.Due is not null && timer.Period == Timeout.InfiniteTimeSpan);
        }
    }

    public void Advance(TimeSpan by)
    {
        List<WoundTimer> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            due.ForEach(timer => timer.Due = timer.Period == Timeout.InfiniteTimeSpan ? null : _now + timer.Period);
        }

        due.ForEach(static timer => timer.Come());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WoundTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
            _made++;
        }

        return timer;
    }

    private sealed class WoundTimer(WoundTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Come() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                (Due, Period) = (dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime, period <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
