namespace Concordat.Gateway.Tests.Kit;

/// <summary>A clock that a test moves; its timers run by the real one.</summary>
internal sealed class MovingClock : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
