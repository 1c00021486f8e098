using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Routing;

/// <summary>Retries and failover never repeat the effect of a tool: every way to make one happen twice is tried.</summary>
public sealed class EffectTests : IDisposable
{
    private const string Call = """{"part":"magnetron"}""";
    private const string Held = """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";

    private static readonly DialectCase Form = DialectCase.Of("chat");

    private readonly TestApprovers _people = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _people.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upstream_that_answers_after_the_timeout_has_no_part_in_it(bool stream)
    {
        await using var late = await FakeUpstream.StartAsync();
        await using var prompt = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(late.Url, prompt.Url));
        var answered = new TaskCompletionSource();
        var over = new TaskCompletionSource();
        late.Answer = async http =>
        {
            await answered.Task;
            try
            {
                await CallAsync(http, stream);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // nobody listens any more
            }

            over.SetResult();
        };
        prompt.Answer = http => CallAsync(http, stream);

        using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream));
        var text = await response.Content.ReadAsStringAsync(Stop);
        answered.SetResult();
        await over.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, Effects(text));
        Assert.Equal("upstream-2", await SingleCallAsync(host));
    }

    [Fact]
    public async Task One_that_breaks_off_after_its_first_call_leads_to_no_effect_and_to_no_second_request()
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(first.Url, second.Url));
        var events = Form.CallStream("order_part", [Call]);
        first.AnswerEvents([.. events.Take(events.Count - 2)]);
        second.Answer = http => CallAsync(http, stream: true);

        using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream: true));
        var text = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal(0, Effects(text));
        Assert.Contains("upstream_interrupted", text, StringComparison.Ordinal);
        Assert.Empty(second.Bodies);
    }

    [Fact]
    public async Task One_that_hangs_in_the_middle_of_a_whole_answer_leads_to_no_second_request()
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(first.Url, second.Url));
        first.Answer = async http =>
        {
            var body = Form.CallAnswer("order_part", Call);
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = body.Length;
            await http.Response.WriteAsync(body[..(body.Length / 2)], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream: false));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Empty(second.Bodies);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("timeout")]
    [InlineData("abort")]
    public async Task Where_the_vendor_runs_tools_one_that_may_have_run_them_is_not_followed_by_another(string fault)
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(first.Url, second.Url));
        first.Answer = Faulty(fault);
        second.AnswerJson(Form.Answer("Done."));

        using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream: false).Insert(1, """ "tools":[{"type":"order_part"}],"""));

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(first.Bodies);
        Assert.Empty(second.Bodies);
    }

    [Theory]
    [InlineData("429")]
    [InlineData("401")]
    [InlineData("302")]
    public async Task Where_the_vendor_runs_tools_a_plain_refusal_lets_another_do_it(string fault)
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(first.Url, second.Url));
        first.Answer = Faulty(fault);
        second.AnswerJson(Form.Answer("Done."));

        using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream: false).Insert(1, """ "tools":[{"type":"order_part"}],"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((1, 1), (first.Bodies.Count, second.Bodies.Count));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("timeout")]
    [InlineData("abort")]
    public async Task Without_such_tools_the_next_deployment_answers_whatever_befell_the_first(string fault)
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Impatient(first.Url, second.Url));
        first.Answer = Faulty(fault);
        second.Answer = http => CallAsync(http, stream: false);

        using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream: false));

        Assert.Equal(1, Effects(await response.Content.ReadAsStringAsync(Stop)));
        Assert.Equal("upstream-2", await SingleCallAsync(host));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("timeout")]
    public async Task A_ruling_that_let_a_request_out_lets_it_out_once_over_all_deployments(string fault)
    {
        await using var first = await FakeUpstream.StartAsync();
        await using var second = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => _people.Register(Impatient(first.Url, second.Url)(config)));
        first.Answer = Faulty(fault);
        second.Answer = http => CallAsync(http, stream: false);
        using var held = await host.PostAsync(Form.Path, Held);
        var id = held.Headers.GetValues("Concordat-Case").Single();
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        using var released = await host.PostAsync(Form.Path, Held, ("Concordat-Case", id));
        using var again = await host.PostAsync(Form.Path, Held, ("Concordat-Case", id));

        Assert.Equal(HttpStatusCode.OK, released.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Single(second.Bodies);
        Assert.Equal("upstream-2", await SingleCallAsync(host));
    }

    private static Func<HttpContext, Task> Faulty(string fault) => fault switch
    {
        "timeout" => static http => Task.Delay(Timeout.Infinite, http.RequestAborted),
        "abort" => static http =>
        {
            http.Abort();
            return Task.CompletedTask;
        }
        ,
        _ => http =>
        {
            http.Response.StatusCode = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
        ,
    };

    private static async Task CallAsync(HttpContext http, bool stream)
    {
        http.Response.ContentType = stream ? "text/event-stream" : "application/json";
        await http.Response.WriteAsync(stream ? string.Concat(Form.CallStream("order_part", [Call])) : Form.CallAnswer("order_part", Call), http.RequestAborted);
    }

    private static Func<ConcordatConfig, ConcordatConfig> Impatient(params string[] urls) => config =>
    {
        var made = TestConfig.WithUpstreams("openai", urls)(config);
        return made with { Deployments = [made.Deployments[0] with { FirstByteTimeout = TimeSpan.FromMilliseconds(300), Timeout = TimeSpan.FromMilliseconds(300) }, .. made.Deployments.Skip(1)] };
    };

    /// <summary>What a client would do: run each call that it was given.</summary>
    private static int Effects(string text) => text.Split("magnetron").Length - 1;

    /// <summary>The deployment of the one call that the ledger says was let out.</summary>
    private static async Task<string> SingleCallAsync(GatewayHost host)
    {
        var outcome = Assert.Single(await host.EntriesAsync(), entry => entry["calls"] is JsonArray);
        Assert.Single(outcome["calls"]!.AsArray());
        return outcome["deployment"]!.GetValue<string>();
    }
}
