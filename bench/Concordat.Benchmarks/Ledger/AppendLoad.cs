using System.Diagnostics;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Benchmarks.Ledger;

/// <summary>Durable appends by many writers at once: as many as the log takes, and at a steady rate.</summary>
internal static class AppendLoad
{
    private const int Writers = 64;
    private const int EntryBytes = 430;

    public static async Task<Dictionary<string, double>> RunAsync(string directory, int seconds, int steadyRate)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = directory, Origin = "bench.example/ledger", Key = key }, TimeProvider.System);
        await FullAsync(writer, TimeSpan.FromSeconds(3));
        var (allocated, cpu) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
        var full = await FullAsync(writer, TimeSpan.FromSeconds(seconds));
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        await writer.IntegrateAsync();
        Steady(writer, TimeSpan.FromSeconds(2), steadyRate);
        var steady = Steady(writer, TimeSpan.FromSeconds(seconds), steadyRate);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["full.rate"] = full.Times.Length / full.Seconds,
            ["full.p50us"] = At(full.Times, 0.5),
            ["full.p99us"] = At(full.Times, 0.99),
            ["full.bytes"] = (double)allocated / full.Times.Length,
            ["full.cpuus"] = cpu.TotalMicroseconds / full.Times.Length,
            ["steady.wanted"] = steadyRate,
            ["steady.rate"] = steady.Times.Length / steady.Seconds,
            ["steady.p50us"] = At(steady.Times, 0.5),
            ["steady.p99us"] = At(steady.Times, 0.99),
            ["steady.maxus"] = steady.Times[^1],
        };
    }

    /// <summary>Each writer appends again as soon as its entry is durable.</summary>
    private static async Task<(double[] Times, double Seconds)> FullAsync(LedgerWriter writer, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var (entry, times) = (new byte[EntryBytes], new List<double>(1 << 16));
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var began = Stopwatch.GetTimestamp();
                await writer.AppendAsync(entry, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }

            return times;
        })));
        return ([.. runs.SelectMany(static r => r).Order()], Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>
    /// Entries come at their time, whether or not those before are durable; each is timed from when it was due, so that a pause of the log
    /// counts for all that came meanwhile.
    /// </summary>
    private static (double[] Times, double Seconds) Steady(LedgerWriter writer, TimeSpan duration, int rate)
    {
        var count = (int)(rate * duration.TotalSeconds);
        var (entry, times, left) = (new byte[EntryBytes], new double[count], new CountdownEvent(count));
        var start = Stopwatch.GetTimestamp();
        var pacer = new Thread(() =>
        {
            for (var i = 0; i < count;)
            {
                var due = (int)Math.Min(count, Stopwatch.GetElapsedTime(start).TotalSeconds * rate);
                for (; i < due; i++)
                {
                    _ = AppendAsync(i);
                }

                Thread.Sleep(TimeSpan.FromMicroseconds(250));
            }
        });
        pacer.Start();
        left.Wait();
        pacer.Join();
        return ([.. times.Order()], Stopwatch.GetElapsedTime(start).TotalSeconds);

        async Task AppendAsync(int i)
        {
            await writer.AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
            times[i] = (Stopwatch.GetElapsedTime(start) - TimeSpan.FromSeconds((double)i / rate)).TotalMicroseconds;
            left.Signal();
        }
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)(sorted.Length * quantile)];
}
