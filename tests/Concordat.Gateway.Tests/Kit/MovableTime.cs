namespace Concordat.Gateway.Tests.Kit;

/// <summary>The system's clock, put forward by as much as a test wants.</summary>
/// <param name="elapses">Whether time has passed by then, too, and not only the date is another.</param>
internal sealed class MovableTime(bool elapses = false) : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (elapses ? (long)(TimeSpan.FromTicks(Interlocked.Read(ref _ahead)).TotalSeconds * TimestampFrequency) : 0);
}
