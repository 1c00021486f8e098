namespace Concordat.Gateway.Telemetry;

/// <summary>A histogram with fixed bounds, in seconds. Thread-safe, allocates nothing.</summary>
internal sealed class Histogram
{
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _sumMicroseconds;

    /// <summary>Upper bounds in seconds, those of the GenAI semantic conventions with finer ones below.</summary>
    public static ReadOnlySpan<double> Bounds =>
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    public double Sum => Volatile.Read(ref _sumMicroseconds) / 1e6;

    public void Add(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        var bucket = 0;
        while (bucket < Bounds.Length && seconds > Bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _sumMicroseconds, (long)(seconds * 1e6));
    }

    public long Count(int bucket) => Volatile.Read(ref _counts[bucket]);
}
