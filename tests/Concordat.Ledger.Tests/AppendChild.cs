using System.Globalization;
using System.Text;
using Concordat.Signing;

namespace Concordat.Ledger.Tests;

/// <summary>A process that appends until it is killed, and prints each index only after it was acknowledged.</summary>
internal static class AppendChild
{
    public static async Task<int> RunAsync(string directory, string keyPath, int appenders)
    {
        using var key = SigningKey.Load(keyPath);
        await using var writer = LedgerWriter.Open(
            new LedgerOptions { Directory = directory, Origin = TestLog.Origin, Key = key, CheckpointInterval = TimeSpan.FromMilliseconds(20), SegmentBytes = 256 * 1024 },
            TimeProvider.System);
        var output = Console.OpenStandardOutput();
        var outputLock = new Lock();
        Print("ready");
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(a => Task.Run(async () =>
        {
            for (var n = 0; ; n++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.{a}.{n}");
                var index = await writer.AppendAsync(TestLog.Padded(text), CancellationToken.None);
                Print(string.Create(CultureInfo.InvariantCulture, $"{index.Value} {text}"));
            }
        })));
        return 0;

        void Print(string line)
        {
            var bytes = Encoding.ASCII.GetBytes(line + "\n");
            lock (outputLock)
            {
                output.Write(bytes); // one write call: a line is whole or absent
            }
        }
    }
}
