using System.Diagnostics;
using Concordat.Ledger.PostgreSql;
using Concordat.Signing;
using Npgsql;

namespace Concordat.Ledger.Tests;

/// <summary>Prints latency and throughput of appends that a PostgreSQL database makes durable; not a test.</summary>
internal static class MeasureDatabase
{
    public static async Task<int> RunAsync(string connection)
    {
        var directory = Directory.CreateTempSubdirectory("concordat-measure-").FullName;
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await using var source = NpgsqlDataSource.Create(connection);
        var options = new LedgerOptions { Directory = directory, Origin = $"measure.example/{Environment.ProcessId}", Key = key, Database = new LedgerDatabase { Source = source } };
        await using (var writer = LedgerWriter.Open(options, TimeProvider.System))
        {
            foreach (var (appenders, each) in new[] { (1, 1000), (16, 1500), (16, 1500), (64, 1000), (64, 1000) })
            {
                var start = Stopwatch.GetTimestamp();
                var runs = await Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(() => AppendAsync(writer, each))));
                var elapsed = Stopwatch.GetElapsedTime(start);
                var all = runs.SelectMany(static r => r).Order().ToArray();
                Console.WriteLine(
                    $"appenders {appenders,3}: {all.Length / elapsed.TotalSeconds,8:F0}/s  p50 {all[all.Length / 2],6:F2} ms  p99 {all[all.Length * 99 / 100],6:F2} ms  max {all[^1],7:F2} ms");
            }
        }

        Directory.Delete(directory, recursive: true);
        return 0;
    }

    private static async Task<double[]> AppendAsync(LedgerWriter writer, int count)
    {
        var entry = new byte[450];
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await writer.AppendAsync(entry, CancellationToken.None);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return times;
    }
}
