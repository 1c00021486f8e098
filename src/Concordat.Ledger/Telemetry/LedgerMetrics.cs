using System.Diagnostics.Metrics;

namespace Concordat.Ledger.Telemetry;

/// <summary>What an operator watches of a ledger; costs next to nothing while nobody listens.</summary>
internal static class LedgerMetrics
{
    private static readonly Meter Meter = new(Names.Meter);

    private static readonly Histogram<double> FlushDuration = Meter.CreateHistogram<double>(
        Names.FlushDuration, "s", "Time to make one batch of entries durable",
        advice: new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1] });

    private static readonly Histogram<int> FlushEntries = Meter.CreateHistogram<int>(
        Names.FlushEntries, "{entry}", "Entries made durable by one flush", advice: new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024] });

    private static readonly Histogram<double> CheckpointDuration = Meter.CreateHistogram<double>(
        Names.CheckpointDuration, "s", "Time to publish tiles and a checkpoint", advice: new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5] });

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(Names.Failures, "{failure}", "Flushes and checkpoints that the disk refused");

    public static void Flushed(TimeSpan duration, int entries)
    {
        FlushDuration.Record(duration.TotalSeconds);
        FlushEntries.Record(entries);
    }

    public static void CheckpointPublished(TimeSpan duration) => CheckpointDuration.Record(duration.TotalSeconds);

    public static void FlushFailed() => Failures.Add(1, new KeyValuePair<string, object?>(Names.FailureKind, "flush"));

    public static void CheckpointFailed() => Failures.Add(1, new KeyValuePair<string, object?>(Names.FailureKind, "checkpoint"));
}
