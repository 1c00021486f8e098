using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Routing;

/// <summary>
/// Many clients at once, deployments that die, hang, fail and break off, and a tool effect in every answer: no effect is lost or happens twice.
/// CONCORDAT_LOAD_REQUESTS asks for more of it than continuous integration has time for.
/// </summary>
public sealed partial class FailoverLoadTests
{
    private const int Clients = 32;

    private static readonly DialectCase Form = DialectCase.Of("chat");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Requests => int.Parse(Environment.GetEnvironmentVariable("CONCORDAT_LOAD_REQUESTS") ?? "256", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Effects_are_as_many_as_answers_while_deployments_die_hang_fail_and_break_off()
    {
        string[] faults = ["abort", "hang", "500", "break", "slow", "none"];
        var upstreams = new List<FakeUpstream>();
        foreach (var fault in faults)
        {
            var upstream = await FakeUpstream.StartAsync();
            upstream.Answer = http => AnswerAsync(http, fault);
            upstreams.Add(upstream);
        }

        await using var host = await GatewayHost.StartAsync(Config([.. upstreams.Select(upstream => upstream.Url)]));
        var effects = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var failed = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var answered = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var jobs = new ConcurrentQueue<int>(Enumerable.Range(0, Requests));
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(WorkAsync, Stop)));

        Assert.All(effects.Values, count => Assert.Equal(1, count));
        Assert.Equal(answered.Keys.Order(StringComparer.Ordinal), effects.Keys.Order(StringComparer.Ordinal));

        // What fails before its answer begins is answered by another; only what broke off later is not.
        Assert.All(Enumerable.Range(0, Requests).Where(job => job % 2 == 0), job => Assert.True(answered.ContainsKey(Name(job)), failed.GetValueOrDefault(Name(job))));
        await host.Ledger.IntegrateAsync();
        var permitted = 0;
        var ledger = LedgerReader.Open(host.LedgerDirectory, host.Ledger.VerifierKey);
        foreach (var entry in ledger.ReadEntries(new EntryIndex(0), (int)ledger.Size).Select(entry => JsonNode.Parse(entry)!))
        {
            permitted += entry["type"]!.GetValue<string>() == "outcome" && entry["error"] is null && entry["calls"] is JsonArray { Count: 1 } ? 1 : 0;
        }

        Assert.Equal(effects.Count, permitted);
        foreach (var upstream in upstreams)
        {
            await upstream.DisposeAsync();
        }

        async Task WorkAsync()
        {
            while (jobs.TryDequeue(out var job))
            {
                using var response = await host.PostAsync(Form.Path, Form.Request($"Order a part for {Name(job)}.", stream: job % 2 == 1));
                var text = await response.Content.ReadAsStringAsync(Stop);
                if ((int)response.StatusCode != 200 || text.Contains("upstream_", StringComparison.Ordinal))
                {
                    Assert.False(Called().IsMatch(text), "a call came with an answer that failed");
                    failed[Name(job)] = text;
                    continue;
                }

                answered[Name(job)] = true;
                foreach (Match call in Called().Matches(text))
                {
                    effects.AddOrUpdate(call.Groups["job"].Value, 1, static (_, count) => count + 1);
                }
            }
        }
    }

    [GeneratedRegex("effect (?<job>job-[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Called();

    [GeneratedRegex("job-[0-9]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Job();

    private static string Name(int job) => string.Create(CultureInfo.InvariantCulture, $"job-{job}");

    private static Func<ConcordatConfig, ConcordatConfig> Config(string[] urls) => config =>
    {
        var made = TestConfig.WithUpstreams("openai", urls)(config);
        return made with
        {
            Deployments = [.. made.Deployments.Select(deployment => deployment with { Priority = 0, FirstByteTimeout = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(5) })],
            Models = [new ModelConfig { Name = "m", Route = "weight", Failures = 4, Pause = TimeSpan.FromMilliseconds(300) }],
        };
    };

    private static async Task AnswerAsync(HttpContext http, string fault)
    {
        var body = Encoding.UTF8.GetString(FakeUpstream.BodyOf(http));
        switch (fault)
        {
            case "abort":
                http.Abort();
                return;
            case "hang":
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                return;
            case "500":
                http.Response.StatusCode = 500;
                return;
            case "slow":
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, http.RequestAborted);
                break;
        }

        var stream = body.Contains("\"stream\":true", StringComparison.Ordinal);
        var call = $$"""{"part":"effect {{Job().Match(body).Value}}"}""";
        http.Response.ContentType = stream ? "text/event-stream" : "application/json";
        if (!stream)
        {
            await http.Response.WriteAsync(Form.CallAnswer("order_part", call), http.RequestAborted);
            return;
        }

        var events = Form.CallStream("order_part", [call]);
        await http.Response.WriteAsync(string.Concat(fault == "break" ? events.Take(events.Count - 2) : events), http.RequestAborted);
    }
}
