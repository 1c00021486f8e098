using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Where several clauses hold one thing, each gets what it asks for: the people of all of them, and placeholders wherever a clause masks.</summary>
public sealed class MixedHoldTests : IAsyncLifetime
{
    private const string Told = "Write to jane.doe@example.com, please.";
    private const string Asks = """
        forbid (
          principal,
          action in [Concordat::Action::"request", Concordat::Action::"toolCall"],
          resource
        )
        when { context.operation != "embeddings" && context.topics.force >= 70 }
        unless { context.useCase.functions.containsAny(["fires", "weapons-evaluation", "research"]) };

        @clause("8.3")
        """;

    private static readonly Lazy<Agreement> RulesOnForce = new(() => SignedBaseAgreement.With(Asks, Clause("toolCall", "context.tool.effect == \"force\"")));
    private static readonly Lazy<Agreement> RulesOnMasked = new(() => SignedBaseAgreement.MaskingWith(Asks, Clause("answer", "context.operation != \"embeddings\"")));

    private readonly TestApprovers _people = new();
    private FakeUpstream _upstream = null!;
    private ToolServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_upstream, _server) = (await FakeUpstream.StartAsync(), await ToolServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _upstream.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_people_of_the_graver_clause_alone_let_nothing_through()
    {
        await using var host = await GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)), agreement: RulesOnForce.Value);
        var id = await HeldCall.HoldAsync(host);
        var file = await FileAsync(host, id);
        Assert.Equal((CaseType.Authorize, "3.1 8.2"), (file.Case.Type, string.Join(' ', file.Case.Clauses)));

        await _people.GrantAsync(host, id, TestApprovers.Command);
        Assert.Equal(CaseState.Open, (await FileAsync(host, id)).Case.State);
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));

        var (_, shown) = await _people.ReadAsync(host, id, "reviewer");
        Assert.Contains("quorum[3].clauses[0]: \"8.2\"", (string)shown["text"]!, StringComparison.Ordinal);
        await _people.GrantAsync(host, id, "reviewer");
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));

        await _people.GrantAsync(host, id, "vendor-reviewer");
        Assert.Equal((HttpStatusCode.OK, "released"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
        Assert.All((await host.EntriesAsync()).Where(entry => (string?)entry["type"] == "case-decision"), entry => Assert.Equal(["3.1", "8.2"], entry["clauses"]!.AsArray().Select(static each => (string)each!)));
        Assert.Equal("consumed", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
    }

    [Fact]
    public async Task The_people_of_the_milder_clause_alone_let_nothing_through_and_any_of_them_ends_it()
    {
        await using var host = await GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)), agreement: RulesOnForce.Value);
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
        await _people.GrantAsync(host, id, "commander");

        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, id, "official", Oversight.Grants.DecisionAct.Deny)).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "denied"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
    }

    [Fact]
    public async Task Two_clauses_that_authorize_share_the_seats_of_the_act_and_both_are_named()
    {
        var agreement = SignedBaseAgreement.With(
            ("clauses.cedar", Asks, Clause("toolCall", "context.tool.effect == \"force\"")),
            ("clauses.cedar", "@clause(\"8.2\")\n@title(\"Force as a subject, where the function does not explain it\")\n@authority(\"agreement\")\n@remedy(\"ruling\")",
                "@clause(\"8.2\")\n@title(\"Force as a subject, where the function does not explain it\")\n@authority(\"agreement\")\n@remedy(\"authorize\")"));
        await using var host = await GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)), agreement: agreement);
        var id = await HeldCall.HoldAsync(host);

        Assert.Equal(["3.1", "8.2"], (await FileAsync(host, id)).Case.Clauses);
        await _people.GrantAsync(host, id, "commander");
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
        await _people.GrantAsync(host, id, "official");
        Assert.Equal((HttpStatusCode.OK, "released"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_people_rule_on_and_a_clause_masks_goes_with_placeholders(bool stream)
    {
        await using var host = await StartMaskingAsync();
        Answer(Told, stream);
        var held = await SendAsync(host, stream);
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.Equal((CaseType.Ruling, "8.2"), await CaseAsync(host, held.Case!));
        await _people.GrantAsync(host, held.Case!, TestApprovers.Panel);

        Answer("Write to john.roe@example.com, or call 202-555-0143.", stream);
        var other = await SendAsync(host, stream, held.Case);
        Assert.Equal(HttpStatusCode.Forbidden, other.Status);
        Answer(Told, stream);
        var passed = await SendAsync(host, stream, held.Case);

        Assert.True(passed.Status == HttpStatusCode.OK, passed.Body);
        Assert.Contains("[USPER 1 EMAIL]", passed.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", passed.Body, StringComparison.OrdinalIgnoreCase);
        var outcome = (await host.EntriesAsync())[^1];
        Assert.Equal(("permit", "mask", "released", held.Case), ((string?)outcome["verdict"], (string?)outcome["remedy"], (string?)outcome["release"], (string?)outcome["case"]));
        Assert.Equal(["2.14", "8.2"], outcome["clauses"]!.AsArray().Select(static each => (string)each!).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, stream, held.Case)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_waits_for_the_ruling_gets_placeholders_too(bool stream)
    {
        await using var host = await StartMaskingAsync();
        Answer(Told, stream);
        var waiting = SendAsync(host, stream, wait: true);
        var id = await OpenedAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        var passed = await waiting;
        Assert.True(passed.Status == HttpStatusCode.OK, passed.Body);
        Assert.Contains("[USPER 1 EMAIL]", passed.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", passed.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_cannot_be_masked_needs_the_people_of_the_clause_that_masks_besides()
    {
        await using var host = await StartMaskingAsync();
        _upstream.AnswerJson("""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x","jane.doe@example.com":1,"Jane.Doe@example.com":1},"finish_reason":"stop"}]}""");
        var held = await SendAsync(host, stream: false);
        Assert.Equal((CaseType.Ruling, "2.14 8.2"), await CaseAsync(host, held.Case!));

        await _people.GrantAsync(host, held.Case!, TestApprovers.Panel);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, stream: false, held.Case)).Status);
        Assert.Equal(CaseState.Open, (await FileAsync(host, held.Case!)).Case.State);
        await _people.GrantAsync(host, held.Case!, "official");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, stream: false, held.Case)).Status);
    }

    [Fact]
    public async Task The_result_of_a_tool_that_people_rule_on_comes_with_placeholders()
    {
        await using var host = await StartMaskingAsync();
        _server.OnCall = static (http, message) => ToolServer.ReplyAsync(http, message, JsonNode.Parse(
            """{"content":[{"type":"text","text":"Write to jane.doe@example.com, please."}],"structuredContent":{"mail":"jane.doe@example.com"}}""")!);
        var held = await McpCaller.CallAsync(host, "depot__get_weather", new { city = "Oslo" });
        Assert.True(held.IsToolError);
        Assert.Equal((CaseType.Ruling, "8.2"), await CaseAsync(host, held.Case!));
        await _people.GrantAsync(host, held.Case!, TestApprovers.Panel);

        var passed = await McpCaller.CallAsync(host, "depot__get_weather", new { city = "Oslo" }, held.Case);

        Assert.False(passed.IsToolError, passed.Text);
        Assert.Equal("Write to [USPER 1 EMAIL], please.", passed.Words);
        Assert.DoesNotContain("jane", passed.Text, StringComparison.OrdinalIgnoreCase);
        var outcome = (await host.EntriesAsync())[^1];
        Assert.Equal(("permit", "mask", 1), ((string?)outcome["verdict"], (string?)outcome["remedy"], (int?)outcome["count"]));
    }

    [Fact]
    public async Task The_result_of_a_tool_is_masked_where_nothing_else_holds_it()
    {
        await using var host = await StartMaskingAsync(SignedBaseAgreement.Masking);
        _server.OnCall = static (http, message) => ToolServer.ReplyAsync(http, message, JsonNode.Parse("""{"content":[{"type":"text","text":"Write to jane.doe@example.com, please."}]}""")!);

        var passed = await McpCaller.CallAsync(host, "depot__get_weather", new { city = "Oslo" });

        Assert.Equal("Write to [USPER 1 EMAIL], please.", passed.Words);
        Assert.DoesNotContain("jane", Encoding.Latin1.GetString(await host.DatabaseBytesAsync()), StringComparison.OrdinalIgnoreCase);
    }

    private static string Clause(string action, string when) => $$"""
        forbid (principal, action == Concordat::Action::"{{action}}", resource)
        when { {{when}} };

        @clause("8.3")
        """;

    private static (HttpStatusCode Status, string? Release) Of((HttpStatusCode Status, string? Case, string? Release, string Body) sent) => (sent.Status, sent.Release);

    private static async Task<CaseFile> FileAsync(GatewayHost host, string id) =>
        (await host.Stores.Cases.GetFileAsync(CaseId.TryParse(id, out var parsed) ? parsed : throw new FormatException(id), Stop))!;

    private static async Task<(CaseType Type, string Clauses)> CaseAsync(GatewayHost host, string id) =>
        (await FileAsync(host, id)).Case is var held ? (held.Type, string.Join(' ', held.Clauses)) : default;

    private static async Task<string> OpenedAsync(GatewayHost host)
    {
        while (true)
        {
            if ((await host.Stores.Cases.ListAsync(new CaseFilter(), before: null, 1, Stop)).Cases is [var opened])
            {
                return opened.Id.Value;
            }

            await Task.Yield();
        }
    }

    private static async Task<(HttpStatusCode Status, string? Case, string Body)> SendAsync(GatewayHost host, bool stream, string? named = null, bool wait = false)
    {
        List<(string, string)> headers = named is null ? [] : [("Concordat-Case", named)];
        if (wait)
        {
            headers.Add(("Concordat-Wait", "60"));
        }

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Who is in charge?", stream), [.. headers]);
        return (response.StatusCode, response.Headers.TryGetValues("Concordat-Case", out var cases) ? cases.Single() : null, await response.Content.ReadAsStringAsync(Stop));
    }

    private void Answer(string text, bool stream)
    {
        if (stream)
        {
            _upstream.AnswerEvents(new ChatCase().Stream(text.Chunk(5).Select(static piece => new string(piece))));
        }
        else
        {
            _upstream.AnswerJson(new ChatCase().Answer(text));
        }
    }

    private Task<GatewayHost> StartMaskingAsync(Agreement? agreement = null) => GatewayHost.StartAsync(
        config => _server.Register(_people.Register(TestConfig.WithUpstreams("openai", _upstream.Url)(config))), agreement: agreement ?? RulesOnMasked.Value);
}
