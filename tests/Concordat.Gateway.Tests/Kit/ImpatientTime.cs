namespace Concordat.Gateway.Tests.Kit;

/// <summary>A clock whose timers are over almost at once, however long they were set.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < Soon ? dueTime : Soon, period);
}
