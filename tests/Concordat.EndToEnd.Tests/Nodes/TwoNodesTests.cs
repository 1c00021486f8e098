using System.Net;
using System.Text;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Nodes;

/// <summary>What one node promises holds over two: a grant is used once, a ceiling is not overshot, and both records stand.</summary>
public sealed class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IReadOnlyList<ConcordatProcess> Both => [nodes.A, nodes.B];

    [Fact]
    public async Task A_grant_is_used_once_however_many_requests_race_for_it_over_both_nodes()
    {
        using var a = nodes.A.NewClient(nodes.RangeKey);
        using var b = nodes.B.NewClient(nodes.RangeKey);
        using var held = await SendAsync(a, id: null);
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        var id = held.Headers.GetValues("Concordat-Case").Single();

        // One person decides at one node, the other at the other.
        await GrantAsync(id, "commander", nodes.A);
        await GrantAsync(id, "safety-officer", nodes.B);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            using var answer = await SendAsync(i % 2 == 0 ? a : b, id);
            return answer.StatusCode;
        }));

        Assert.Equal(1, answers.Count(static status => status == HttpStatusCode.OK));
        Assert.Equal(23, answers.Count(static status => status == HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Requests_in_parallel_over_both_nodes_do_not_overshoot_a_ceiling()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        var answers = new HttpStatusCode[130];
        await Parallel.ForEachAsync(Enumerable.Range(0, answers.Length), new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Stop }, async (i, stop) =>
        {
            using var answer = await Ask.ChatAsync(i % 2 == 0 ? a : b, $"Tell anna{i}.lastname{i}@mail{i}.example.org that the radar log is ready.", stop);
            answers[i] = answer.StatusCode;
        });

        // Clause 2.3 lets a use case meet a hundred persons in its window, and holds what comes after.
        Assert.Equal(100, answers.Count(static status => status == HttpStatusCode.OK));
        Assert.Equal(30, answers.Count(static status => status == HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task While_the_database_is_away_requests_are_put_off_and_it_goes_on_without_a_restart()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        await Eventually.TrueAsync("both nodes answer", () => AnswersAsync(a, b, HttpStatusCode.OK), Stop);
        await nodes.StopDatabaseAsync();
        try
        {
            foreach (var http in new[] { a, b })
            {
                using var answer = await Ask.ChatAsync(http, Prompts.Permitted, Stop);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
            }
        }
        finally
        {
            await nodes.StartDatabaseAsync(Stop);
        }

        await Eventually.TrueAsync("both nodes answer again", () => AnswersAsync(a, b, HttpStatusCode.OK), Stop);
        await BothLedgersVerifyAsync();
    }

    [Fact]
    public async Task Each_ledger_verifies_and_continues_its_head_in_the_fleet_checkpoint_of_the_other()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        Assert.True(await AnswersAsync(a, b, HttpStatusCode.OK));
        await BothLedgersVerifyAsync();
    }

    [Fact]
    public async Task Each_node_tells_what_it_knows_of_the_fleet_in_its_metrics()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        Assert.True(await AnswersAsync(a, b, HttpStatusCode.OK));
        foreach (var http in new[] { a, b })
        {
            await Eventually.TrueAsync("the fleet checkpoint covers both logs", async () =>
            {
                var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop);
                return metrics.Contains("\nconcordat_fleet_healthy 1\n", StringComparison.Ordinal)
                    && metrics.Contains("\nconcordat_fleet_logs_behind 0\n", StringComparison.Ordinal)
                    && metrics.Contains("\nconcordat_fleet_checkpoint_age_seconds ", StringComparison.Ordinal)
                    && !metrics.Contains("\nconcordat_fleet_logs 1\n", StringComparison.Ordinal)
                    && metrics.Contains("\nconcordat_fleet_log_entries{log=\"concordat.example/ledger-b\"} ", StringComparison.Ordinal);
            }, Stop);
        }
    }

    [Fact]
    public async Task A_node_with_another_salt_key_does_not_start()
    {
        TwoNodes.CopyFolder(nodes.Home("b"), nodes.Home("c"));
        nodes.Change("c", "ledger-b", "ledger-c");

        var refused = await CommandRun.ConcordatAsync(Stop, "serve", "--config", nodes.Configuration("c"));

        Assert.Equal(2, refused.Code);
        Assert.Contains("is not the salt key of the other nodes", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing;Timeout=2", "the shared database did not answer: ")]
    [InlineData("", "synchronous_commit=off and fsync=on, so that acknowledged entries can be lost")]
    public async Task A_node_whose_database_cannot_keep_its_entries_does_not_start(string connection, string reason)
    {
        var home = $"d{connection.Length}";
        TwoNodes.CopyFolder(nodes.Home("b"), nodes.Home(home));
        nodes.Change(home, "ledger-b", "ledger-d");
        nodes.CopySaltKey(home);
        await File.WriteAllTextAsync(
            Path.Combine(nodes.Home(home), "keys", "database"), connection.Length > 0 ? connection : nodes.Connection(";Options=-c synchronous_commit=off"), Stop);

        var refused = await CommandRun.ConcordatAsync(Stop, "serve", "--config", nodes.Configuration(home));

        Assert.Equal(2, refused.Code);
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_another_process_takes_the_log_from_says_so_and_refuses()
    {
        var (home, elsewhere) = ("e", "f");
        foreach (var name in new[] { home, elsewhere })
        {
            TwoNodes.CopyFolder(nodes.Home("b"), nodes.Home(name));
            nodes.Change(name, "ledger-b", "ledger-e");
            nodes.CopySaltKey(name);
        }

        await using var first = await ConcordatProcess.ServeAsync(nodes.Configuration(home), Stop);
        using var old = first.NewClient(nodes.Key);
        using (var answer = await Ask.ChatAsync(old, Prompts.Permitted, Stop))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await using var second = await ConcordatProcess.ServeAsync(nodes.Configuration(elsewhere), Stop);

        await first.LogsAsync("another process has taken over the log `concordat.example/ledger-e`, at epoch 2", Stop);
        using (var answer = await Ask.ChatAsync(old, Prompts.Permitted, Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        using (var ready = await old.GetAsync("/readyz", Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        using var http = second.NewClient(nodes.Key);
        using (var answer = await Ask.ChatAsync(http, Prompts.Permitted, Stop))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The new place has everything from the database, and goes on from what the old one signed.
        var older = Path.Combine(first.Ledger, "checkpoint");
        await Eventually.TrueAsync("the new place continues the old one", async () => (await CommandRun.ConcordatAsync(
            Stop, "ledger", "verify", second.Ledger, "--key", second.LogKey, "--continues", older)).Code == 0, Stop);
    }

    private static async Task<bool> AnswersAsync(HttpClient a, HttpClient b, HttpStatusCode status)
    {
        foreach (var http in new[] { a, b })
        {
            using var answer = await Ask.ChatAsync(http, Prompts.Permitted, Stop);
            if (answer.StatusCode != status)
            {
                return false;
            }
        }

        return true;
    }

    private async Task BothLedgersVerifyAsync()
    {
        foreach (var (node, other) in Both.Zip(Both.Reverse()))
        {
            await Eventually.TrueAsync("a fleet checkpoint lists the log", () => Task.FromResult(
                File.Exists(Path.Combine(node.Ledger, "fleet-checkpoint")) && File.ReadAllText(Path.Combine(node.Ledger, "fleet-checkpoint")).Split("\nlog ").Length >= 3), Stop);
            var verified = await CommandRun.ConcordatAsync(
                Stop, "ledger", "verify", node.Ledger, "--key", node.LogKey, "--fleet", Path.Combine(node.Ledger, "fleet-checkpoint"), "--fleet-key", other.LogKey);
            Assert.True(verified.Code == 0, verified.ToString());
            Assert.Contains("fleet: continues its head in fleet checkpoint", verified.Output, StringComparison.Ordinal);
        }
    }

    private async Task GrantAsync(string id, string person, ConcordatProcess node)
    {
        var granted = await CommandRun.ConcordatAsync(
            Stop, "case", "grant", id, "--key", Path.Combine(nodes.Home("a"), "keys", $"{person}.key.pem"), "--as", person, "--gateway", node.Url, "--yes");
        Assert.True(granted.Code == 0, granted.ToString());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string? id)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"sandbox","messages":[{"role":"user","content":"Go on as planned. [[call: launch_drone_strike {\"target\":\"hulk 7\"}]]"}]}""",
                Encoding.UTF8, "application/json"),
        };
        if (id is not null)
        {
            message.Headers.Add("Concordat-Case", id);
        }

        return await http.SendAsync(message, Stop);
    }
}
