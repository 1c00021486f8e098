using System.Diagnostics;
using System.Globalization;

namespace Concordat.Ledger.Tests;

/// <summary>Kills a writing process at random moments; what it acknowledged must be there afterwards.</summary>
public sealed class LedgerKillTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    /// <summary>Ten rounds; <c>CONCORDAT_KILL_ROUNDS=200</c> for many (eng/kill-ledger.sh).</summary>
    [Fact]
    public async Task Kill_9_at_any_moment_loses_no_acknowledged_entry()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("CONCORDAT_KILL_ROUNDS") ?? "10", CultureInfo.InvariantCulture);
        var random = new Random(20261122);
        var acknowledged = new Dictionary<long, string>();
        for (var round = 0; round < rounds; round++)
        {
            var ofRound = await KillOneAsync(appenders: round % 3 == 0 ? 1 : 16, lines: random.Next(1, 4000));
            foreach (var (index, text) in ofRound)
            {
                Assert.True(acknowledged.TryAdd(index, text), $"round {round}: entry {index} was acknowledged twice");
            }

            await using (var writer = _log.Open())
            {
                Assert.True(writer.DurableSize > acknowledged.Keys.Max(), $"round {round}");
            }

            AssertPresent(ofRound, round);
        }

        AssertPresent([.. acknowledged.Select(static pair => (pair.Key, pair.Value))], rounds);
        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
    }

    /// <summary>Starts a child, lets it acknowledge some entries, and kills it in the middle of its work.</summary>
    private async Task<List<(long Index, string Text)>> KillOneAsync(int appenders, int lines)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Concordat.Ledger.Tests"),
            ["append", _log.LogDirectory, _log.KeyPath, appenders.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        var acknowledged = new List<(long, string)>();
        try
        {
            Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(TestLog.Token));
            while (acknowledged.Count < lines)
            {
                Add(await child.StandardOutput.ReadLineAsync(TestLog.Token));
            }
        }
        finally
        {
            child.Kill(); // SIGKILL
        }

        // What is still in the pipe was acknowledged before the end; a last line without its end was not whole.
        var rest = await child.StandardOutput.ReadToEndAsync(TestLog.Token);
        foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(line);
        }

        await child.WaitForExitAsync(TestLog.Token);
        return acknowledged;

        void Add(string? line)
        {
            var parts = line!.Split(' ');
            acknowledged.Add((long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]));
        }
    }

    private void AssertPresent(List<(long Index, string Text)> acknowledged, int round)
    {
        var first = acknowledged.Min(static a => a.Index);
        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(first), int.MaxValue);
        foreach (var (index, text) in acknowledged)
        {
            Assert.True(entries[(int)(index - first)].AsSpan().SequenceEqual(TestLog.Padded(text)), $"round {round}: entry {index} is not the one acknowledged");
        }
    }
}
