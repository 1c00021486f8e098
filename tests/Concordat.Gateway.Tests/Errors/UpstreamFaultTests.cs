using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Errors;

/// <summary>An upstream that is down, hangs, sends garbage or breaks off: each has its status, code and entry, on every dialect.</summary>
public sealed class UpstreamFaultTests
{
    public static TheoryData<string> Dialects() => ["chat", "responses", "messages"];

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_that_is_down_is_502(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, ClosedPort()));

        await AssertFaultAsync(host, form, stream: false, 502, "upstream_unreachable");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_that_hangs_before_its_headers_is_504(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(form.Kind, upstream.Url));
        upstream.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        await AssertFaultAsync(host, form, stream: false, 504, "upstream_timeout");
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("messages", false)]
    [InlineData("chat", true)]
    public async Task One_that_drips_is_not_borne_for_ever(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TestConfig.WithUpstreams(form.Kind, upstream.Url)(config) is var dripping
            ? dripping with { Deployments = [.. dripping.Deployments.Select(each => each with { Timeout = TimeSpan.FromHours(1), LongestAnswer = TimeSpan.FromMilliseconds(300) })] }
            : config);
        upstream.Answer = async http =>
        {
            http.Response.ContentType = stream ? "text/event-stream" : "application/json";
            while (true)
            {
                await http.Response.WriteAsync(stream ? ":" : " ", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(TimeSpan.FromMilliseconds(10), http.RequestAborted);
            }
        };

        await AssertFaultAsync(host, form, stream, 504, "upstream_timeout");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_that_hangs_in_the_middle_of_a_body_is_504(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(form.Kind, upstream.Url));
        upstream.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{\"id\":");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        await AssertFaultAsync(host, form, stream: false, 504, "upstream_timeout");
    }

    [Theory]
    [InlineData("chat", "text/html", "<html>sorry</html>")]
    [InlineData("chat", "application/json", "{\"id\":")]
    [InlineData("responses", "application/json", "not json")]
    [InlineData("messages", "application/json", "{\"a\":1,\"a\":2}")]
    [InlineData("messages", "text/plain", "{}")]
    public async Task One_that_sends_garbage_is_502_and_the_garbage_stays_inside(string dialect, string type, string body)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.Answer = http =>
        {
            http.Response.ContentType = type;
            return http.Response.WriteAsync(body);
        };

        var text = await AssertFaultAsync(host, form, stream: false, 502, "upstream_malformed");

        Assert.DoesNotContain("sorry", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_stream_with_an_event_that_is_not_JSON_is_502_before_anything_was_sent(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.AnswerEvents(["data: {\"half\":\n\n"]);

        await AssertFaultAsync(host, form, stream: true, 502, "upstream_malformed");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_stream_that_breaks_off_ends_with_an_error_event_and_an_entry(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        var events = form.Stream(["All is ", "well so far. ", "And "]);
        upstream.AnswerEvents([.. events.Take(events.Count - 3)]);

        using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream: true));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("All is ", text, StringComparison.Ordinal);
        Assert.Contains("upstream_interrupted", text, StringComparison.Ordinal);
        var entry = (await host.EntriesAsync()).Last();
        Assert.Equal("outcome", entry["type"]!.GetValue<string>());
        Assert.Equal("upstream_interrupted", entry["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(401, 502, "upstream_credentials")]
    [InlineData(403, 502, "upstream_credentials")]
    [InlineData(429, 429, "upstream_rate_limited")]
    [InlineData(500, 502, "upstream_error")]
    [InlineData(302, 502, "upstream_error")]
    public async Task Statuses_that_are_the_gateways_own_affair_become_its_own_errors(int theirs, int ours, string code)
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.AnswerJson("""{"error":{"message":"key sk-123 is bad"}}""", theirs);

        var text = await AssertFaultAsync(host, form, stream: false, ours, code);

        Assert.DoesNotContain("sk-123", text, StringComparison.Ordinal);
        Assert.Single(upstream.Bodies);
    }

    [Fact]
    public async Task A_client_error_of_the_upstream_is_passed_on_inspected()
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.AnswerJson("""{"error":{"message":"max_tokens is too large"}}""", 400);

        using var response = await host.PostAsync(form.Path, form.Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("max_tokens", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task The_next_deployment_is_tried_and_both_attempts_are_recorded(int status)
    {
        var form = DialectCase.Of("chat");
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, first.Url, second.Url));
        first.AnswerJson("{}", status);
        second.AnswerJson(form.Answer("Fine."));

        using var response = await host.PostAsync(form.Path, form.Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(first.Bodies.Single(), second.Bodies.Single());
        var deployments = (await host.EntriesAsync()).Where(entry => entry["type"]!.GetValue<string>() == "decision")
            .Select(entry => entry["deployment"]!.GetValue<string>());
        Assert.Equal(["upstream-1", "upstream-2"], deployments);
    }

    [Fact]
    public async Task An_answer_that_had_begun_is_never_asked_for_again()
    {
        var form = DialectCase.Of("chat");
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, first.Url, second.Url));
        first.AnswerEvents([.. form.Stream(["Half an answer "]).Take(2)]);

        using var response = await host.PostAsync(form.Path, form.Request("Hello", stream: true));
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Empty(second.Bodies);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_upstream()
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        var arrived = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        upstream.Answer = async http =>
        {
            http.RequestAborted.Register(() => cancelled.TrySetResult());
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var leaving = new CancellationTokenSource();
        var request = host.Client.PostAsync(form.Path, new StringContent(form.Request("Hello", false), System.Text.Encoding.UTF8, "application/json"), leaving.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static Func<Configuration.ConcordatConfig, Configuration.ConcordatConfig> Impatient(string kind, string url) => config =>
    {
        var made = TestConfig.WithUpstreams(kind, url)(config);
        return made with
        {
            Deployments = [made.Deployments[0] with { Timeout = TimeSpan.FromMilliseconds(200), FirstByteTimeout = TimeSpan.FromMilliseconds(200) }],
        };
    };

    private static async Task<string> AssertFaultAsync(GatewayHost host, DialectCase form, bool stream, int status, string code)
    {
        using var response = await host.PostAsync(form.Path, form.Request("Hello", stream));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal(code, JsonNode.Parse(text)!["error"]!["code"]!.GetValue<string>());
        Assert.Equal(code, (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
        return text;
    }

    private static string ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
