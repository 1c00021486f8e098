using System.Net;
using System.Text;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>A request goes by the orders of the moment when it is decided, however long it took to come, or people to decide.</summary>
public sealed class OrderMomentTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";
    private const string Held = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";

    private readonly TestIssuers _issuers = TestIssuers.Department();
    private readonly TestApprovers _people = new();

    public void Dispose()
    {
        _issuers.Dispose();
        _people.Dispose();
    }

    [Fact]
    public async Task An_order_that_comes_while_the_body_comes_holds_for_it()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        using var body = new SlowBody(Encoding.UTF8.GetBytes(Request));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = body };
        var asking = host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await UntilAsync(() => host.Gateway.Admit.InFlight == 1);

        await StopAsync(host);
        body.GoOn();

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_use_case_that_the_parties_suspend_is_so_in_the_facts_until_they_lift_it()
    {
        using var vendor = TestIssuers.Vendor();
        await using var host = await GatewayHost.StartAsync(_issuers.And(vendor, "lead", "confirm", "lift"));

        await TestIssuers.ApplyAsync(host, "halt", _issuers.Order("halt", """{"useCase":"maintenance"}""", action: "suspend", with: vendor));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal((HttpStatusCode.Forbidden, true), (await AskAsync(), host.Gateway.IsSuspended("maintenance")));
        await TestIssuers.ApplyAsync(host, "go-on", _issuers.Lift("go-on", "halt", with: vendor));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal((HttpStatusCode.OK, false), (await AskAsync(), host.Gateway.IsSuspended("maintenance")));

        Assert.Equal([true, false], (await host.EntriesAsync()).Where(entry => (string?)entry["type"] == "decision").Select(entry => (bool)entry["facts"]!["useCase"]!["suspended"]!));

        async Task<HttpStatusCode> AskAsync()
        {
            using var answer = await host.PostAsync("/v1/chat/completions", Request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task An_order_that_comes_while_people_decide_holds_for_what_they_grant()
    {
        await using var host = await GatewayHost.StartAsync(config => _people.Register(_issuers.Configure(config)));
        var waiting = host.PostAsync("/v1/chat/completions", Held, ("Concordat-Wait", "60"));
        var id = await OpenedAsync(host);

        await StopAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(await host.EntriesAsync(), entry => (string?)entry["type"] == "outcome");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_that_comes_while_people_decide_an_answer_holds_for_it_and_their_grant_is_not_used(bool stream)
    {
        var form = new ChatCase();
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
            _people.Register(_issuers.Configure(TestConfig.WithUpstreams(form.Kind, upstream.Url)(config))) with { Network = config.Network with { Ceiling = "TOP SECRET" } });
        if (stream)
        {
            upstream.AnswerEvents(form.Stream(["SECRET//BANANA", "\nand no more."]));
        }
        else
        {
            upstream.AnswerJson(form.Answer("SECRET//BANANA\nand no more."));
        }

        var waiting = host.PostAsync(form.Path, form.Request("What stands on the label?", stream), ("Concordat-Wait", "60"));
        var id = await OpenedAsync(host);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"useCase":"maintenance"}"""));
        await host.Gateway.Orders.LookNowAsync();
        await _people.GrantAsync(host, id, TestApprovers.Panel);

        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("no more", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await AssertStillGrantedAsync(host, id);
    }

    [Fact]
    public async Task A_definition_that_changes_while_people_decide_a_call_has_them_asked_anew()
    {
        await using var server = await ToolServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var ready = _people.Register(server.Register(config));
            return ready with { UseCases = [ready.UseCases[0] with { Functions = ["fires"], Wait = TimeSpan.FromMinutes(1) }] };
        });
        var calling = McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" });
        var id = await OpenedAsync(host);

        server.Tools[3] = ToolServer.Define("release_weapon", "Releases it at once, wherever it is.");
        await _people.GrantAsync(host, id, TestApprovers.Command);

        var seen = await calling;
        Assert.True(seen.IsToolError);
        Assert.NotEqual(id, seen.Case);
        Assert.Empty(server.Calls);
        await AssertStillGrantedAsync(host, id);
    }

    [Fact]
    public async Task A_server_that_goes_away_while_people_decide_uses_no_grant()
    {
        await using var server = await ToolServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var ready = _people.Register(server.Register(config));
            return ready with { UseCases = [ready.UseCases[0] with { Functions = ["fires"], Wait = TimeSpan.FromMinutes(1) }] };
        });
        var calling = McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" });
        var id = await OpenedAsync(host);

        server.OnMessage = static (http, _) => { http.Response.StatusCode = 503; return Task.FromResult(true); };
        await _people.GrantAsync(host, id, TestApprovers.Command);

        Assert.True((await calling).IsToolError);
        await AssertStillGrantedAsync(host, id);
    }

    [Fact]
    public async Task An_order_that_comes_while_people_decide_a_tools_call_holds_for_it()
    {
        await using var server = await ToolServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var ready = _people.Register(_issuers.Configure(server.Register(config)));
            return ready with { UseCases = [ready.UseCases[0] with { Functions = ["fires"], Wait = TimeSpan.FromMinutes(1) }] };
        });
        var calling = McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" });
        var id = await OpenedAsync(host);

        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"useCase":"maintenance"}"""));
        await host.Gateway.Orders.LookNowAsync();
        await _people.GrantAsync(host, id, TestApprovers.Command);

        Assert.True((await calling).IsToolError);
        Assert.Empty(server.Calls);
    }

    private async Task StopAsync(GatewayHost host)
    {
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
    }

    /// <summary>The case that people are asked about, as soon as there is one.</summary>
    private static async Task<string> OpenedAsync(GatewayHost host)
    {
        string? id = null;
        await UntilAsync(async () => (id = (await host.Stores.Cases.ListAsync(new Oversight.Cases.CaseFilter(), before: null, 1, TestContext.Current.CancellationToken)).Cases.FirstOrDefault()?.Id.Value) is not null);
        return id!;
    }

    private static async Task AssertStillGrantedAsync(GatewayHost host, string id)
    {
        Assert.True(Oversight.Cases.CaseId.TryParse(id, out var held));
        Assert.Equal(Oversight.Cases.CaseState.Granted, (await host.Stores.Cases.GetAsync(held, TestContext.Current.CancellationToken))!.State);
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
