using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A ruling releases exactly the request that was held, once, and nothing like it.</summary>
public sealed class ResubmissionTests : IDisposable
{
    private readonly TestApprovers _people = new();

    private const string Held = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";
    private const string Reordered = """{ "messages":[{"content":[{"image_url":{"url":"https://example.com/x.png"},"type":"image_url"}],"role":"user"}], "model":"sandbox" }""";
    private const string Other = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/y.png"}}]}]}""";

    [Fact]
    public async Task A_granted_ruling_releases_the_same_request_once()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Reordered, id));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, Held, id));
    }

    [Fact]
    public async Task A_granted_ruling_releases_no_other_request()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, Other, id));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, Held, id));
    }

    [Theory]
    [InlineData("""[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]""", """[{"type":"web_search"}]""")]
    [InlineData("\"Find the manual of the radar.\"", """[{"type":"web_search"},{"type":"tool_of_tomorrow"}]""")]
    public async Task Where_two_things_are_held_at_once_the_ruling_on_one_lets_out_neither(string content, string tools)
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var both = $$"""{"model":"sandbox","messages":[{"role":"user","content":{{content}}}],"tools":{{tools}}}""";
        var id = await HoldAsync(host, both);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, both, id));
    }

    [Fact]
    public async Task A_ruling_lets_out_the_one_tool_of_the_vendor_that_it_is_about()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        const string One = """{"model":"sandbox","messages":[{"role":"user","content":"Find the manual of the radar."}],"tools":[{"type":"web_search"}]}""";
        var id = await HoldAsync(host, One);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, One, id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DecisionAct.Deny)]
    [InlineData(DecisionAct.Withdraw)]
    [InlineData(DecisionAct.Grant)]
    public async Task An_open_denied_withdrawn_or_half_granted_case_releases_nothing(DecisionAct? decision)
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldAsync(host);
        if (decision is { } made)
        {
            Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, id, "reviewer", made)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, Held, id));
    }

    [Fact]
    public async Task Holding_the_same_request_again_opens_no_second_case()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);

        Assert.Equal(await HoldAsync(host), await HoldAsync(host));
        Assert.Equal(1, await host.Stores.Cases.CountOpenAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Parallel_resubmissions_release_the_request_once()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var id = await HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(host, Held, id)));

        Assert.Equal(1, statuses.Count(status => status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_ruling_whose_request_no_model_took_can_be_used_again()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.AnswerJson("{}", 503);
        await using var host = await GatewayHost.StartAsync(config => _people.Register(TestConfig.WithUpstreams("openai", upstream.Url)(config)));
        var body = Held.Replace("sandbox", "m", StringComparison.Ordinal);
        var id = await HoldAsync(host, body);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        Assert.NotEqual(HttpStatusCode.OK, await SendAsync(host, body, id));
        upstream.AnswerJson(new ChatCase().Answer("ok"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, body, id));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, body, id));
    }

    [Fact]
    public async Task A_ruling_on_an_answer_releases_that_answer_and_no_other()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.AnswerJson(new ChatCase().Answer("SECRET//BANANA"));
        await using var host = await GatewayHost.StartAsync(config =>
            _people.Register(TestConfig.WithUpstreams("openai", upstream.Url)(config)) with { Network = config.Network with { Ceiling = "TOP SECRET" } });
        const string body = """{"model":"m","messages":[{"role":"user","content":"What stands on the label?"}]}""";
        var id = await HoldAsync(host, body);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        upstream.AnswerJson(new ChatCase().Answer("SECRET//BANANA, and something else"));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, body, id));
        Assert.Equal("other-action", (await host.EntriesAsync())[^1]["release"]!.GetValue<string>());
        upstream.AnswerJson(new ChatCase().Answer("SECRET//BANANA").Replace("chatcmpl-1", "chatcmpl-2", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(host, body, id));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(host, body, id));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task A_ruling_on_a_streamed_answer_releases_that_answer_however_it_is_cut_once_and_no_other(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TopSecret(config, form.Kind, upstream));
        var body = form.Request("What stands on the label?", stream: true);
        upstream.AnswerEvents(form.Stream(["It reads\n", "SECRET//BAN", "ANA", "\nand no more."]));
        var id = await HeldAsync(host, form.Path, body);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        upstream.AnswerEvents(form.Stream(["It reads\nSECRET//BANANA\nand more."]));
        Assert.DoesNotContain("and more", await StreamAsync(host, form.Path, body, id), StringComparison.Ordinal);
        upstream.AnswerEvents(form.Stream("It reads\nSECRET//BANANA\nand no more.".Select(letter => letter.ToString())));
        Assert.Equal("It reads\nSECRET//BANANA\nand no more.", StreamedText.Of(await StreamAsync(host, form.Path, body, id)));
        Assert.Equal("released", (await host.EntriesAsync())[^1]["release"]!.GetValue<string>());
        Assert.DoesNotContain("no more", await StreamAsync(host, form.Path, body, id), StringComparison.Ordinal);
        using var other = await host.PostAsync(form.Path, form.Request("What stands on the lid?", stream: true), ("Concordat-Case", id));
        Assert.DoesNotContain("no more", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_stream_whose_client_waits_goes_on_once_it_is_granted_without_another_call_of_the_model()
    {
        var form = new ChatCase();
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TopSecret(config, form.Kind, upstream));
        upstream.AnswerEvents(form.Stream(["SECRET//BANANA", "\nand no more."]));
        var waiting = host.PostAsync(form.Path, form.Request("What stands on the label?", stream: true), ("Concordat-Wait", "60"));
        await _people.GrantAsync(host, await OpenedAsync(host), TestApprovers.Panel);

        using var answer = await waiting;
        Assert.Equal("SECRET//BANANA\nand no more.", StreamedText.Of(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Single(upstream.Bodies);
    }

    [Fact]
    public async Task A_stream_that_says_too_much_to_be_remembered_is_released_by_no_case()
    {
        var form = new ChatCase();
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TopSecret(config, form.Kind, upstream));
        var body = form.Request("What stands on the label?", stream: true);
        upstream.AnswerEvents(form.Stream(["SECRET//BANANA\n", new string('x', Concordat.Gateway.Release.StreamMemory.Most)]));
        var id = await HeldAsync(host, form.Path, body);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        Assert.DoesNotContain("xxxx", await StreamAsync(host, form.Path, body, id), StringComparison.Ordinal);
    }

    public void Dispose() => _people.Dispose();

    private ConcordatConfig TopSecret(ConcordatConfig config, string kind, FakeUpstream upstream) =>
        _people.Register(TestConfig.WithUpstreams(kind, upstream.Url)(config)) with { Network = config.Network with { Ceiling = "TOP SECRET" } };

    /// <summary>The case of a held stream, whether it had begun or not.</summary>
    private static async Task<string> HeldAsync(GatewayHost host, string path, string body)
    {
        using var response = await host.PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var at = text.IndexOf("case_", StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        return text.Substring(at, 37);
    }

    private static async Task<string> StreamAsync(GatewayHost host, string path, string body, string id)
    {
        using var response = await host.PostAsync(path, body, ("Concordat-Case", id));
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> OpenedAsync(GatewayHost host)
    {
        while (true)
        {
            if ((await host.Stores.Cases.ListAsync(new CaseFilter(), null, 1, TestContext.Current.CancellationToken)).Cases is [var opened, ..])
            {
                return opened.Id.Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> HoldAsync(GatewayHost host, string body = Held)
    {
        using var response = await host.PostAsync("/v1/chat/completions", body);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
        Assert.Equal("agreement_hold", error["type"]!.GetValue<string>());
        return error["concordat"]!["case"]!.GetValue<string>();
    }

    private static async Task<HttpStatusCode> SendAsync(GatewayHost host, string body, string id)
    {
        using var response = await host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", id));
        return response.StatusCode;
    }
}
