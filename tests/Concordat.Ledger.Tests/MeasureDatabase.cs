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
                var (all, elapsed) = await Measure.AppendAsync(writer, appenders, each);
                Console.WriteLine(
                    $"appenders {appenders,3}: {all.Length / elapsed.TotalSeconds,8:F0}/s  p50 {all[all.Length / 2] / 1000,6:F2} ms  p99 {all[all.Length * 99 / 100] / 1000,6:F2} ms  max {all[^1] / 1000,7:F2} ms");
            }
        }

        Directory.Delete(directory, recursive: true);
        return 0;
    }
}
