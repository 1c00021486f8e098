using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Replaying;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Judging;

/// <summary>A judge moves what is only possible within its bounds; whatever else it does leaves the suspicion as it was, and is recorded.</summary>
public sealed class JudgeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_possible_suspicion_is_raised_when_the_judge_says_so_and_the_clause_decides()
    {
        await using var host = await JudgedHost.StartAsync();
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));

        using var response = await host.AskAsync(JudgedHost.Possible);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var entry = Assert.Single(await host.EntriesAsync("decision"));
        Assert.Equal(("hold", "8.1"), (entry["verdict"]!.GetValue<string>(), entry["clauses"]![0]!.GetValue<string>()));
        Assert.Equal(70, entry["facts"]!["topics"]!["tracking"]!.GetValue<long>());
        var judged = entry["facts"]!["judge"]!;
        Assert.Equal("""[{"answer":"violation","band":"likely","line":"surveillance","score":50}]""", judged["lines"]!.ToJsonString());
        Assert.Equal(("guard", "guard", 64), (judged["deployment"]!.GetValue<string>(), judged["model"]!.GetValue<string>(), judged["prompt"]!.GetValue<string>().Length));
        Assert.DoesNotContain("pings", entry.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(host.Model.Bodies);
        await ReplaysAsync(host, SignedBaseAgreement.Agreement, decided: 1);
    }

    [Theory]
    [InlineData("Summarise the log of the radar.")]
    [InlineData(JudgedHost.Likely)]
    public async Task It_is_not_asked_about_what_is_absent_or_likely(string text)
    {
        await using var host = await JudgedHost.StartAsync();

        using var response = await host.AskAsync(text);

        Assert.Equal(text == JudgedHost.Likely ? HttpStatusCode.Forbidden : HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(host.Judge.Bodies);
        Assert.Null(await host.JudgedAsync());
    }

    [Fact]
    public async Task It_is_not_asked_far_from_the_borders_of_possible()
    {
        await using var host = await JudgedHost.StartAsync(JudgedHost.Asked with { Near = 10 });

        using var response = await host.AskAsync(JudgedHost.Possible);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(host.Judge.Bodies);
    }

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task Whatever_else_it_does_leaves_the_suspicion_as_it_was_and_is_recorded(string how, string recorded)
    {
        // refused with the suspicion, permitted without it: clearing would show
        await using var host = await JudgedHost.StartAsync(
            JudgedHost.Asked with { MayClear = true, Timeout = TimeSpan.FromMilliseconds(400) }, JudgedHost.Clearing(70), Brokered);
        host.Judge.Answer = http => MisbehaveAsync(http, how);

        using var response = await host.AskAsync(JudgedHost.Possible, headers: [("Concordat-Sources", "broker-feed")]);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var entry = Assert.Single(await host.EntriesAsync("decision"));
        Assert.Equal(("refuse", 50L), (entry["verdict"]!.GetValue<string>(), entry["facts"]!["topics"]!["tracking"]!.GetValue<long>()));
        var line = entry["facts"]!["judge"]!["lines"]![0]!;
        Assert.Equal((recorded, "possible"), (line["answer"]!.GetValue<string>(), line["band"]!.GetValue<string>()));
        Assert.Empty(host.Model.Bodies);
        Assert.Contains($"concordat_judge_questions_total{{line=\"surveillance\",result=\"{recorded}\"}} 1\n", host.Gateway.Gateway.RenderMetrics(), StringComparison.Ordinal);
        Assert.True(host.Gateway.Gateway.Status().Ready);
    }

    public static TheoryData<string, string> Misbehaviours => new()
    {
        { "hang", "timeout" }, { "hang in the body", "timeout" }, { "drip", "timeout" }, { "500", "failed" }, { "401", "failed" }, { "429", "failed" }, { "redirect", "failed" },
        { "drop", "unreachable" }, { "2 GB announced", "too-long" }, { "endless", "too-long" }, { "no json", "unreadable" }, { "half", "unreadable" }, { "html", "unreadable" },
        { "compressed", "unreadable" }, { "twice", "unreadable" }, { "two choices", "unreadable" }, { "member twice", "unreadable" }, { "cut short", "unreadable" },
        { "a call", "unreadable" }, { "lone surrogate", "unreadable" }, { "empty", "nonsense" }, { "chatter", "nonsense" }, { "both", "nonsense" }, { "other category", "nonsense" },
        { "upper case", "nonsense" }, { "other grammar", "nonsense" },
    };

    [Theory]
    [InlineData(true, 60, "safe", true)]
    [InlineData(true, 50, "safe", false)]
    [InlineData(false, 60, "safe", false)]
    [InlineData(true, 60, "unsafe\nS1", false)]
    public async Task It_clears_only_where_agreement_and_configuration_let_it_and_below_the_border(bool mayClear, int below, string says, bool permitted)
    {
        var agreement = JudgedHost.Clearing(below);
        await using var host = await JudgedHost.StartAsync(JudgedHost.Asked with { MayClear = mayClear }, agreement, Brokered);
        host.Judge.AnswerJson(JudgedHost.Says(says));

        using var response = await host.AskAsync(JudgedHost.Possible, headers: [("Concordat-Sources", "broker-feed")]);

        Assert.Equal(permitted ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        var entry = (await host.EntriesAsync("decision"))[0];
        Assert.Equal(permitted ? "permit" : "refuse", entry["verdict"]!.GetValue<string>());
        Assert.Equal(permitted ? "absent" : says == "safe" ? "possible" : "likely", entry["facts"]!["judge"]!["lines"]![0]!["band"]!.GetValue<string>());
        Assert.Equal(permitted ? 39 : says == "safe" ? 50 : 70, entry["facts"]!["topics"]!["tracking"]!.GetValue<long>());
        await ReplaysAsync(host, agreement, permitted ? 2 : 1);
    }

    [Fact]
    public async Task A_configuration_that_clears_what_the_agreement_does_not_is_refused_and_the_one_in_force_stays()
    {
        await using var host = await JudgedHost.StartAsync();
        var config = host.Gateway.Gateway.Model!.Config;

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Gateway.Gateway.ApplyAsync(
            config with { Judge = JudgedHost.Asked with { MayClear = true } }, SignedBaseAgreement.Agreement, new string('1', 64), Stop));

        Assert.Contains("judgeClearsBelow", fault.Message, StringComparison.Ordinal);
        using var response = await host.AskAsync(JudgedHost.Possible);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(host.Judge.Bodies);
    }

    [Fact]
    public async Task A_reload_takes_the_judge_away_and_brings_it_back()
    {
        await using var host = await JudgedHost.StartAsync();
        var config = host.Gateway.Gateway.Model!.Config;
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));

        await host.Gateway.Gateway.ApplyAsync(config with { Judge = null }, SignedBaseAgreement.Agreement, new string('1', 64), Stop);
        using var without = await host.AskAsync(JudgedHost.Possible);
        await host.Gateway.Gateway.ApplyAsync(config, SignedBaseAgreement.Agreement, new string('2', 64), Stop);
        using var with = await host.AskAsync(JudgedHost.Possible);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (without.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task Raising_never_makes_a_verdict_milder_even_where_a_clause_looks_away_from_what_is_likely()
    {
        var agreement = SignedBaseAgreement.With(
            "clauses.cedar", "(context.topics.surveillance >= 70 || context.topics.tracking >= 70)\n}\nunless {\n  context.useCase.functions.containsAny([\"law-enforcement\"",
            "context.topics.tracking >= 40 && context.topics.tracking < 70\n}\nunless {\n  context.useCase.functions.containsAny([\"law-enforcement\"");
        await using var host = await JudgedHost.StartAsync(agreement: agreement);
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));

        using var response = await host.AskAsync(JudgedHost.Possible);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var entry = Assert.Single(await host.EntriesAsync("decision"));
        Assert.Equal(("hold", 50L), (entry["verdict"]!.GetValue<string>(), entry["facts"]!["topics"]!["tracking"]!.GetValue<long>()));
        Assert.Single(host.Judge.Bodies);
        await ReplaysAsync(host, agreement, decided: 1);
    }

    [Fact]
    public async Task A_preflight_tells_what_the_judge_says()
    {
        await using var host = await JudgedHost.StartAsync();
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));

        using var response = await host.Gateway.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{JudgedHost.Request(JudgedHost.Possible)}}}""");

        Assert.Equal("hold", JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["verdict"]!.GetValue<string>());
        Assert.Equal("violation", (await host.JudgedAsync("preflight"))!["lines"]![0]!["answer"]!.GetValue<string>());
    }

    private static ConcordatConfig Brokered(ConcordatConfig config) =>
        config with { UseCases = [config.UseCases[0] with { Sources = ["maintenance-log", "broker-feed"] }] };

    private static async Task ReplaysAsync(JudgedHost host, Agreement agreement, int decided)
    {
        var replay = new LedgerReplay(new Dictionary<string, Agreement>(StringComparer.Ordinal) { [agreement.Hash] = agreement }, other: null, _ => default);
        foreach (var (index, entry) in (await host.Gateway.RawEntriesAsync()).Index())
        {
            replay.Add(index, entry);
        }

        Assert.Equal((decided, decided), (replay.Finish().Decided, replay.Finish().Same));
    }

    private static async Task MisbehaveAsync(HttpContext http, string how)
    {
        var response = http.Response;
        response.ContentType = how == "html" ? "text/html" : "application/json";
        switch (how)
        {
            case "500" or "401" or "429":
                response.StatusCode = int.Parse(how, CultureInfo.InvariantCulture);
                break;
            case "redirect":
                response.StatusCode = 307;
                response.Headers.Location = "http://127.0.0.1:1/";
                break;
            case "compressed":
                response.Headers.ContentEncoding = "gzip";
                break;
            case "hang" or "hang in the body" or "drip" or "drop" or "2 GB announced" or "endless":
                await NeverEndAsync(http, how);
                return;
        }

        await response.WriteAsync(BodyOf(how));
    }

    private static async Task NeverEndAsync(HttpContext http, string how)
    {
        var (response, safe) = (http.Response, Encoding.UTF8.GetBytes(JudgedHost.Says("safe")));
        switch (how)
        {
            case "drop":
                http.Abort();
                return;
            case "hang in the body":
                await response.Body.WriteAsync(safe.AsMemory(0, 20));
                await response.Body.FlushAsync();
                break;
            case "drip":
                foreach (var b in safe)
                {
                    await response.Body.WriteAsync(new[] { b });
                    await response.Body.FlushAsync();
                    await Task.Delay(50, http.RequestAborted);
                }

                return;
            case "2 GB announced":
                response.ContentLength = 2L << 30;
                await response.Body.WriteAsync(new byte[100]);
                return;
            case "endless":
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await response.Body.WriteAsync(new byte[32 * 1024], http.RequestAborted);
                }

                return;
        }

        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }

    private static string BodyOf(string how)
    {
        var safe = JudgedHost.Says("safe");
        return how switch
        {
            "no json" => "safe",
            "half" => safe[..^10],
            "twice" => safe + safe,
            "two choices" => With("\"choices\":[", "\"choices\":[{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"unsafe\\nS1\"},\"finish_reason\":\"stop\"},"),
            "member twice" => With("\"content\":", "\"content\":\"unsafe\",\"content\":"),
            "cut short" => With("\"stop\"", "\"length\""),
            "a call" => With("\"content\":", "\"tool_calls\":[{}],\"content\":"),
            "lone surrogate" => With("\"safe\"", "\"\\ud800safe\""),
            "empty" => JudgedHost.Says(""),
            "chatter" => JudgedHost.Says("I think that this is safe."),
            "both" => JudgedHost.Says("safe\nunsafe\nS1"),
            "other category" => JudgedHost.Says("unsafe\nS9"),
            "upper case" => JudgedHost.Says("SAFE"),
            "other grammar" => JudgedHost.Says("""{"violation":0}"""),
            _ => safe,
        };

        string With(string from, string to) => safe.Replace(from, to, StringComparison.Ordinal);
    }
}
