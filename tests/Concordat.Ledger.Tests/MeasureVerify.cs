using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Ledger.Tests.Entries;
using Concordat.Ledger.Verification;
using Concordat.Signing;

namespace Concordat.Ledger.Tests;

/// <summary>Prints how long a verification takes on this machine, on entries of the size that a gateway writes; not a test.</summary>
internal static class MeasureVerify
{
    private const int Batch = 10_000;
    private static readonly string Facts = new('f', 760);

    public static async Task<int> RunAsync(string parent, int entries)
    {
        var directory = Path.Combine(parent, "concordat-measure-verify-" + Environment.ProcessId);
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        string vkey;
        long bytes = 0;
        await using (var writer = LedgerWriter.Open(new LedgerOptions { Directory = directory, Origin = TestLog.Origin, Key = key }, TimeProvider.System))
        {
            vkey = writer.VerifierKey;
            var (decision, outcome) = (Template(SampleEntry.Decision(0), Facts), Template(SampleEntry.Outcome(0, 0), ""));
            for (var first = 0; first < entries; first += Batch)
            {
                var appends = new List<Task>(Batch);
                for (var i = first; i < Math.Min(entries, first + Batch); i++)
                {
                    var entry = Encoding.UTF8.GetBytes((i % 2 == 0 ? decision : outcome)
                        .Replace(new string('0', 32), (i / 2).ToString("x32", null), StringComparison.Ordinal)
                        .Replace("\"decision\":0", $"\"decision\":{i - 1}", StringComparison.Ordinal));
                    bytes += entry.Length;
                    appends.Add(writer.AppendAsync(entry, CancellationToken.None).AsTask());
                }

                await Task.WhenAll(appends);
            }
        }

        Console.WriteLine($"{entries} entries of {bytes / entries} bytes");
        foreach (var (name, options) in new[] { ("log only", new LedgerVerificationOptions()), ("log and record", new LedgerVerificationOptions { Entries = true }) })
        {
            var start = Stopwatch.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            var result = await LedgerVerification.VerifyAsync(directory, vkey, options, CancellationToken.None);
            var elapsed = Stopwatch.GetElapsedTime(start);
            Console.WriteLine(
                $"{name}: {(result.IsValid ? "valid" : result.Fault?.ToString() ?? result.Record!.Findings[0].ToString())}, {elapsed.TotalSeconds:F2} s, "
                + $"{(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F2} s of processor time, {entries / elapsed.TotalSeconds:F0} entries/s");
        }

        Directory.Delete(directory, recursive: true);
        return 0;
    }

    private static string Template(JsonObject entry, string facts)
    {
        entry["facts"] = new JsonObject { ["x"] = facts };
        return Encoding.UTF8.GetString(SampleEntry.Bytes(entry));
    }
}
