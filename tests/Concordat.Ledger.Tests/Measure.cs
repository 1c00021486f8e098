using System.Diagnostics;
using Concordat.Signing;

namespace Concordat.Ledger.Tests;

/// <summary>Prints latency and throughput of durable appends on this machine; not a test.</summary>
internal static class Measure
{
    public static async Task<int> RunAsync(string? parent)
    {
        var directory = Path.Combine(parent ?? Path.GetTempPath(), "concordat-measure-" + Environment.ProcessId);
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await using (var writer = LedgerWriter.Open(new LedgerOptions { Directory = directory, Origin = TestLog.Origin, Key = key }, TimeProvider.System))
        {
            foreach (var (appenders, each) in new[] { (1, 2000), (1, 10000), (2, 10000), (8, 10000), (32, 10000), (64, 10000), (256, 3000) })
            {
                var allocated = GC.GetTotalAllocatedBytes();
                var (all, elapsed) = await AppendAsync(writer, appenders, each);
                allocated = GC.GetTotalAllocatedBytes() - allocated;
                Console.WriteLine(
                    $"appenders {appenders,3}: {all.Length / elapsed.TotalSeconds,8:F0}/s  p50 {all[all.Length / 2],6:F0} us  p99 {all[all.Length * 99 / 100],6:F0} us  max {all[^1],7:F0} us  {(double)allocated / all.Length:F0} B/append");
            }
        }

        Directory.Delete(directory, recursive: true);
        return 0;
    }

    /// <summary>Appends from several tasks at once: the time of each append in microseconds, in order of length, and of all together.</summary>
    public static async Task<(double[] Microseconds, TimeSpan Elapsed)> AppendAsync(LedgerWriter writer, int appenders, int each)
    {
        var start = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(() => AppendAsync(writer, each))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        return ([.. runs.SelectMany(static run => run).Order()], elapsed);
    }

    private static async Task<double[]> AppendAsync(LedgerWriter writer, int count)
    {
        var entry = new byte[450];
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await writer.AppendAsync(entry, CancellationToken.None);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times;
    }
}
