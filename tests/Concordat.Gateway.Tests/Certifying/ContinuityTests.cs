using System.Net;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Replaying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Grants;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>Under <c>continuity: continue</c> certified work goes on, with notice, in spite of a grey area, and of nothing else.</summary>
public sealed class ContinuityTests : IDisposable
{
    private const string Grey = "Set up continuous monitoring of the emails of all residents for keywords about the president";
    private static readonly string Chat = Ask(Grey);

    private static readonly Lazy<Agreement> Continuing = new(() => SignedBaseAgreement.With("agreement.json", "\"continuity\": \"hold\"", "\"continuity\": \"continue\""));

    // Clause 8.1 of this one speaks of answers too.
    private static readonly Lazy<Agreement> ContinuingAnswers = new(() => SignedBaseAgreement.With(
        ("agreement.json", "\"continuity\": \"hold\"", "\"continuity\": \"continue\""),
        ("clauses.cedar", """
            forbid (
              principal,
              action in [Concordat::Action::"request", Concordat::Action::"toolCall"],
              resource
            )
            when {
              context.operation != "embeddings" &&
              (context.topics.surveillance >= 70
            """, """
            forbid (principal, action, resource)
            when {
              context.operation != "embeddings" &&
              (context.topics.surveillance >= 70
            """)));

    private readonly TestApprovers _people = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Certified_work_goes_on_with_notice_and_people_are_asked_once()
    {
        await using var host = await CertifiedAsync();
        using var first = await host.PostAsync("/v1/chat/completions", Chat);
        using var second = await host.PostAsync("/v1/chat/completions", Ask(Grey + ", please"));

        var open = Assert.Single((await host.Stores.Cases.ListAsync(new CaseFilter(CaseState.Open, null, null), null, 10, Cancellation)).Cases);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal([$"continued; clause=8.1; case={open.Id}"], first.Headers.GetValues("Concordat-Notice"));
        Assert.Equal([$"continued; clause=8.1; case={open.Id}"], second.Headers.GetValues("Concordat-Notice"));
        Assert.Equal("permit", first.Headers.GetValues("Concordat-Verdict").Single());
        Assert.False(first.Headers.Contains("Concordat-Case"));
        var entry = (await host.EntriesAsync()).First(entry => (string?)entry["type"] == "decision");
        Assert.Equal(("permit", "ruling", open.Id.Value, "8.1"), ((string?)entry["verdict"], (string?)entry["remedy"], (string?)entry["case"], (string?)entry["clauses"]!.AsArray().Single()));
        Assert.Contains("concordat_continued_total{use_case=\"maintenance\",phase=\"request\"} 2", await host.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_certified_is_held()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register, agreement: Continuing.Value);
        using var answer = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
        Assert.False(answer.Headers.Contains("Concordat-Notice"));
    }

    [Fact]
    public async Task Under_hold_certified_work_is_held()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        await TestSuite.CertifyAsync(host);
        using var answer = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
    }

    [Fact]
    public async Task Together_with_a_red_line_it_does_not_go_on()
    {
        await using var host = await CertifiedAsync();
        using var answer = await host.PostAsync("/v1/chat/completions", Ask("Write to ann.smith@example.com. " + Grey));

        Assert.Equal((HttpStatusCode.Forbidden, "refuse"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
        Assert.False(answer.Headers.Contains("Concordat-Notice"));
    }

    [Fact]
    public async Task Marks_that_cannot_be_read_are_held_though_only_a_ruling_is_missing()
    {
        await using var host = await CertifiedAsync(static config => config with { Network = config.Network with { Ceiling = "TOP SECRET" } });
        using var answer = await host.PostAsync("/v1/chat/completions", Ask("UNCLASSIFIED\\n(S) The ship sailed.\\n"));

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
        Assert.Equal("7.3", (string?)(await host.EntriesAsync()).Last()["clauses"]!.AsArray().Single());
    }

    [Fact]
    public async Task A_red_line_that_people_may_open_by_a_ruling_is_opened_by_nothing_else()
    {
        // The base agreement with a red line in the way of 8.1's subject that the panel may open, behind which only 8.1 stands.
        var agreement = SignedBaseAgreement.With(
            ("agreement.json", "\"continuity\": \"hold\"", "\"continuity\": \"continue\""),
            ("clauses.cedar", "@clause(\"9.1\")", """
                @clause("8.6")
                @title("No watching without the panel")
                @authority("agreement")
                @remedy("refuse")
                @redline
                @opens("ruling")
                @because("the text strongly suggests watching people")
                @change("have the panel rule")
                forbid (principal, action == Concordat::Action::"request", resource)
                when { context.operation != "embeddings" && (context.topics.surveillance >= 70 || context.topics.tracking >= 70) }
                unless { ["maintenance"].containsAll(context.useCase.functions) && context.persons.distinct == 0 };

                @clause("9.1")
                """),
            ("agreement.md", "## Article 9.", "### 8.6 No watching without the panel\n\nWatching people waits for the panel.\n\n## Article 9."));
        await using var host = await CertifiedAsync(agreement: agreement);
        using var answer = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
        Assert.Equal("8.1", (string?)(await host.EntriesAsync()).Last()["clauses"]!.AsArray().Single());
    }

    [Fact]
    public async Task A_call_of_a_tool_server_goes_on_with_notice_and_one_of_force_does_not()
    {
        await using var server = await ToolServer.StartAsync();
        await using var host = await CertifiedAsync(config => server.Register(config with { UseCases = [config.UseCases[0] with { Functions = ["fires"] }] }));
        var lawful = await McpCaller.CallAsync(host, "depot__get_weather", new { note = Grey });
        var force = await McpCaller.CallAsync(host, "depot__release_weapon", new { note = Grey });

        Assert.False(lawful.IsToolError);
        Assert.Equal("hold", force.Verdict);
        Assert.Single(server.Calls);
        var calls = (await host.EntriesAsync()).FindAll(entry => (string?)entry["type"] == "decision" && (string?)entry["facts"]!["tool"]!["name"] is "depot__get_weather" or "depot__release_weapon");
        Assert.Equal(["permit ruling", "hold authorize"], calls.Select(entry => $"{entry["verdict"]} {entry["remedy"]}"));
    }

    [Fact]
    public async Task What_cannot_be_inspected_is_held_though_only_a_ruling_is_missing()
    {
        await using var host = await CertifiedAsync();
        using var answer = await host.PostAsync("/v1/chat/completions", TestSuite.Image);

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
    }

    [Fact]
    public async Task A_call_of_force_is_held_in_a_conversation_that_goes_on()
    {
        await using var host = await CertifiedAsync(config => config with { UseCases = [config.UseCases[0] with { Functions = ["fires"] }] });
        using var answer = await host.PostAsync(
            "/v1/chat/completions",
            $$$"""{"model":"sandbox","messages":[{"role":"user","content":"{{{Grey}}}. [[call: release_weapon {\"target\":\"hulk 7\"}]]"}],"tools":[{"type":"function","function":{"name":"release_weapon"}}]}""");

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
        var call = (await host.EntriesAsync()).Last()["calls"]![0]!;
        Assert.Equal("hold", (string?)call["verdict"]);
        Assert.Contains("3.1", call["clauses"]!.AsArray().Select(id => (string?)id));
    }

    [Fact]
    public async Task A_call_of_a_tool_that_nobody_registered_is_held()
    {
        await using var host = await CertifiedAsync();
        using var answer = await host.PostAsync(
            "/v1/chat/completions",
            """{"model":"sandbox","messages":[{"role":"user","content":"Go on. [[call: unheard_of {}]]"}],"tools":[{"type":"function","function":{"name":"unheard_of"}}]}""");

        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
        Assert.Equal("6.9", (string?)(await host.EntriesAsync()).Last()["calls"]![0]!["clauses"]![0]);
    }

    [Fact]
    public async Task A_tool_that_the_vendor_runs_is_held_beside_a_request_that_would_go_on()
    {
        await using var host = await CertifiedAsync();
        using var answer = await host.PostAsync("/v1/chat/completions", $$"""{"model":"sandbox","messages":[{"role":"user","content":"{{Grey}}"}],"tools":[{"type":"web_search"}]}""");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Once_people_have_said_no_the_next_one_is_held_and_a_grant_lets_one_out()
    {
        await using var host = await CertifiedAsync();
        using var before = await host.PostAsync("/v1/chat/completions", Chat);
        var beside = before.Headers.GetValues("Concordat-Notice").Single().Split("case=")[1];
        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, beside, "reviewer", DecisionAct.Deny)).Status);

        using var after = await host.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (after.StatusCode, after.Headers.GetValues("Concordat-Verdict").Single()));
        var preflight = JsonNode.Parse(await (await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{Chat}}}""")).Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal("hold", (string?)preflight["verdict"]);

        var held = after.Headers.GetValues("Concordat-Case").Single();
        Assert.NotEqual(beside, held);
        await _people.GrantAsync(host, held, TestApprovers.Panel);
        using var released = await host.PostAsync("/v1/chat/completions", Chat, ("Concordat-Case", held));
        using var again = await host.PostAsync("/v1/chat/completions", Chat, ("Concordat-Case", held));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (released.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task Where_no_case_can_be_opened_it_is_held()
    {
        await using var host = await CertifiedAsync();
        for (var i = 0; i < CaseRules.MostOpen; i++)
        {
            await host.Stores.Cases.OpenAsync(
                new CaseOpening(CaseType.Ruling, new HeldAction("maintenance", Continuing.Value.Hash, $"{i:x64}"), ["6.4"], null, null, TimeProvider.System.GetUtcNow().AddDays(1), null, null), Cancellation);
        }

        using var answer = await host.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal((HttpStatusCode.Forbidden, "hold"), (answer.StatusCode, answer.Headers.GetValues("Concordat-Verdict").Single()));
    }

    [Fact]
    public async Task A_preflight_and_a_certificate_say_what_will_be_decided()
    {
        await using var host = await CertifiedAsync();
        var preflight = JsonNode.Parse(await (await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{Chat}}}""")).Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(("permit", "8.1"), ((string?)preflight["verdict"], (string?)preflight["clauses"]![0]!["clause"]));
        Assert.Empty((await host.Stores.Cases.ListAsync(new CaseFilter(), null, 10, Cancellation)).Cases);

        await TestSuite.CertifyAsync(host, TestSuite.Body(("grey", Chat)));
        var certified = host.Gateway.Certificates.Book.Standing.Single().Cases.Single();
        Assert.Equal(("permit", "8.1"), (certified.Verdict, certified.Clauses.Single()));

        // To make it hold is a change that needs notice; to let it go on is none.
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement));
        Assert.Contains("`grey` of `maintenance` (Chief Engineer): permit, then hold by 8.1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_certified_as_held_in_spite_of_it_replays_as_held_and_goes_on_under_an_amendment()
    {
        await using var host = await CertifiedAsync();
        using var before = await host.PostAsync("/v1/chat/completions", Chat);
        var beside = before.Headers.GetValues("Concordat-Notice").Single().Split("case=")[1];
        await _people.DecideAsync(host, beside, "reviewer", DecisionAct.Deny);
        await TestSuite.CertifyAsync(host, TestSuite.Body(("grey", Chat)));
        Assert.Equal("hold", host.Gateway.Certificates.Book.Standing.Single().Cases.Single().Verdict);

        Assert.Empty(Flips(Continuing.Value, static verdict => verdict));
        Assert.Equal(("hold", "permit"), Assert.Single(Flips(Continuing.Value, static _ => Verdict.Permit)) is var ruled ? (ruled.From, ruled.To) : default); // as by a ruling
        Assert.Equal(("hold", "permit"), Assert.Single(Flips(ContinuingAnswers.Value, static verdict => verdict)) is var amended ? (amended.From, amended.To) : default);

        IReadOnlyList<SuiteFlip> Flips(Agreement agreement, Func<Verdict, Verdict> settle) =>
            SuiteReplay.Flips(host.Gateway.Certificates.Book, host.Gateway.Certificates.Book.Standing, agreement, (verdict, _) => settle(verdict));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_goes_on_with_notice_whole_and_streamed(bool streamed)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await CertifiedAsync(config => TestConfig.WithUpstreams("openai", upstream.Url)(config), ContinuingAnswers.Value, "m");
        upstream.AnswerJson($$"""{"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{Grey}}."},"finish_reason":"stop"}]}""");
        var begun = new TaskCompletionSource();
        if (streamed)
        {
            upstream.Answer = async http =>
            {
                http.Response.ContentType = "text/event-stream";
                await http.Response.WriteAsync(Event(string.Concat(Enumerable.Repeat("The radar works well, and all is quiet in the harbour. ", 200))), Cancellation);
                await http.Response.Body.FlushAsync(Cancellation);
                await begun.Task.WaitAsync(Cancellation);
                await http.Response.WriteAsync(Event(" And then: ") + Event(Grey) + Event(".") + "data: [DONE]\n\n", Cancellation);
            };
        }

        using var answer = await host.PostAsync("/v1/chat/completions", $$"""{"model":"m","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"Go on."}]}""");
        begun.SetResult(); // the headers have come
        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        var open = Assert.Single((await host.Stores.Cases.ListAsync(new CaseFilter(), null, 10, Cancellation)).Cases);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("keywords about the president", streamed ? StreamedText.Of(text) : text, StringComparison.Ordinal);
        Assert.Contains($"continued; clause=8.1; case={open.Id}", streamed ? text : answer.Headers.GetValues("Concordat-Notice").Single(), StringComparison.Ordinal);
        var outcome = (await host.EntriesAsync()).Last();
        Assert.Equal(("outcome", "permit", "ruling", open.Id.Value), ((string?)outcome["type"], (string?)outcome["verdict"], (string?)outcome["remedy"], (string?)outcome["case"]));

        // Once people have said no, a stream is held as a whole, so that its case is about exactly this answer.
        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, open.Id.Value, "reviewer", DecisionAct.Deny)).Status);
        using var after = await host.PostAsync("/v1/chat/completions", $$"""{"model":"m","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"Go on."}]}""");
        Assert.DoesNotContain("keywords about the president", await after.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("hold", (string?)(await host.EntriesAsync()).Last()["verdict"]);
    }

    [Fact]
    public async Task The_ledger_decides_it_again_to_the_same_and_finds_what_went_on_uncertified()
    {
        await using var host = await CertifiedAsync();
        (await host.PostAsync("/v1/chat/completions", Chat)).Dispose();
        (await host.PostAsync("/v1/chat/completions", TestSuite.Plain)).Dispose();
        var entries = await host.RawEntriesAsync();
        Dictionary<string, Agreement> hand = new(StringComparer.Ordinal) { [Continuing.Value.Hash] = Continuing.Value };

        Assert.Equal(0, Replay(entries).Changed);
        var went = entries.FindIndex(entry => (string?)JsonNode.Parse(entry)!["remedy"] == "ruling");
        entries[went] = System.Text.Encoding.UTF8.GetBytes(JsonNode.Parse(entries[went])!.AsObject() is var forged && forged.Remove("suites") ? forged.ToJsonString() : "");
        Assert.Equal(1, Replay(entries).Changed);

        ReplaySummary Replay(List<byte[]> all)
        {
            var replay = new LedgerReplay(hand, other: null, index => all[(int)index]);
            for (var i = 0; i < all.Count; i++)
            {
                replay.Add(i, all[i]);
            }

            return replay.Finish();
        }
    }

    public void Dispose() => _people.Dispose();

    private static string Ask(string text) => $$"""{"model":"sandbox","messages":[{"role":"user","content":"{{text}}"}]}""";

    private static string Event(string text) =>
        $"data: {{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n";

    private async Task<GatewayHost> CertifiedAsync(Func<ConcordatConfig, ConcordatConfig>? configure = null, Agreement? agreement = null, string model = "sandbox")
    {
        var host = await GatewayHost.StartAsync(config => _people.Register(configure?.Invoke(config) ?? config), agreement: agreement ?? Continuing.Value);
        await TestSuite.CertifyAsync(host, TestSuite.Body(("plain", TestSuite.Plain.Replace("sandbox", model, StringComparison.Ordinal))));
        return host;
    }
}
