using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;
using Concordat.Ledger;
using Concordat.Ledger.Verification;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>SIGKILL at random moments under load. CONCORDAT_KILL_ROUNDS asks for more than the usual rounds.</summary>
public sealed class KillTests
{
    private const int Clients = 8;
    private const int UsualRounds = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("CONCORDAT_KILL_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : UsualRounds;

    [Fact]
    public async Task No_answer_that_a_client_received_is_missing_from_the_ledger_after_kill_9()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("demo");
        var received = new ConcurrentQueue<ReceivedAnswer>();
        var checkpoints = new List<(string, byte[])>();
        string? firstKey = null;
        for (var round = 0; round < Rounds; round++)
        {
            await using (var process = await ConcordatProcess.DemoAsync(data, Stop))
            {
                firstKey ??= process.Key;
                var before = received.Count;
                await LoadAndKillAsync(process, received);
                Assert.True(received.Count > before, "nothing was answered before the kill");
            }

            await using var restarted = await ConcordatProcess.DemoAsync(data, Stop);
            await AssertServesAsync(restarted, firstKey);
            var answers = received.ToList();
            var entries = await RecordedEntries.ReadAsync(restarted.Ledger, restarted.LogKey, answers.Max(answer => answer.Entry), Stop);
            Assert.All(answers, entries.AssertHolds);
            Assert.Equal(answers.Count, answers.DistinctBy(answer => answer.Entry).Count());

            var cases = await OpenCasesAsync(data);
            Assert.All(answers, answer => Assert.True(answer.Case is null || cases.Contains(answer.Case), $"{answer} names a case that is gone"));

            // it verifies, and continues what it had signed in every round before
            var result = await LedgerVerification.VerifyAsync(
                restarted.Ledger, restarted.LogKey, new LedgerVerificationOptions { OlderCheckpoints = [.. checkpoints] }, Stop);
            Assert.True(result.IsValid, result.Fault?.ToString());
            checkpoints.Add(($"round {round}", await File.ReadAllBytesAsync(Path.Combine(restarted.Ledger, "checkpoint"), Stop)));
        }
    }

    private static async Task LoadAndKillAsync(ConcordatProcess process, ConcurrentQueue<ReceivedAnswer> received)
    {
        // a random number of answers, while all clients are at work, is a random moment in each of their requests
        var left = Random.Shared.Next(20, 1000);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(client => new LoadClient(process, received).RunAsync(
            client,
            () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    enough.SetResult();
                }
            },
            Stop)).ToList();
        var ended = await Task.WhenAny([enough.Task, .. clients]);
        await process.KillAsync(Stop);
        await Task.WhenAll(clients);
        Assert.True(ended == enough.Task, $"a client lost the server before it was killed:\n{process.Error}");
    }

    private static async Task<HashSet<string>> OpenCasesAsync(string data)
    {
        var listed = await CommandRun.ConcordatAsync(Stop, "case", "list", "--json", "--limit", "100000", "--config", Path.Combine(data, "concordat.yaml"));
        Assert.True(listed.Code == 0, listed.ToString());
        return [.. JsonElement.Parse(listed.Output).EnumerateArray().Select(held => held.GetProperty("id").GetString()!)];
    }

    private static async Task AssertServesAsync(ConcordatProcess restarted, string key)
    {
        using var http = restarted.NewClient(key);
        using var response = await Ask.ChatAsync(http, Prompts.Permitted, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
