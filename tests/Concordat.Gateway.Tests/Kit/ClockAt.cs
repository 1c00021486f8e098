namespace Concordat.Gateway.Tests.Kit;

/// <summary>A clock that stands at one moment.</summary>
internal sealed class ClockAt(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
