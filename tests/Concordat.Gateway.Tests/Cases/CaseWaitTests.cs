using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Whoever waits for people is told when they have decided, and a call that waited goes on.</summary>
public sealed class CaseWaitTests : IDisposable
{
    private const string Force = """{"model":"sandbox","messages":[{"role":"user","content":"Go on as planned. [[call: release_weapon {\"target\":\"hulk 7\"}]]"}],"tools":[{"type":"function","function":{"name":"release_weapon"}}]}""";

    private readonly TestApprovers _people = new();

    [Fact]
    public async Task A_held_call_that_waits_is_answered_once_it_is_granted()
    {
        await using var host = await StartAsync();
        var waiting = host.PostAsync("/v1/chat/completions", Force, ("Concordat-Wait", "60"));
        await _people.GrantAsync(host, await OpenedAsync(host), TestApprovers.Command);

        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("hulk 7", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var outcome = (await host.EntriesAsync())[^1];
        Assert.Equal(("outcome", "released"), (outcome["type"]!.GetValue<string>(), outcome["calls"]![0]!["release"]!.GetValue<string>()));
        Assert.Equal(1, (int)outcome["facts"]!["meters"]!["forceHour"]!); // decided twice, proposed once
    }

    [Fact]
    public async Task A_held_call_that_waits_is_refused_once_it_is_denied()
    {
        await using var host = await StartAsync();
        var waiting = host.PostAsync("/v1/chat/completions", Force, ("Concordat-Wait", "60"));
        await _people.DecideAsync(host, await OpenedAsync(host), "official", DecisionAct.Deny);

        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_use_case_says_how_long_a_call_waits_that_does_not_say_itself()
    {
        await using var host = await StartAsync(TimeSpan.FromMinutes(1));
        var waiting = host.PostAsync("/v1/chat/completions", Force);
        await _people.GrantAsync(host, await OpenedAsync(host), TestApprovers.Command);

        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("301")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task Nobody_waits_for_ever(string wait)
    {
        await using var host = await StartAsync();
        using var answer = await host.PostAsync("/v1/chat/completions", Force, ("Concordat-Wait", wait));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_client_is_told_by_long_poll_and_by_events_what_became_of_its_case()
    {
        await using var host = await StartAsync();
        using var held = await host.PostAsync("/v1/chat/completions", Force);
        var id = held.Headers.GetValues("Concordat-Case").Single();
        var polled = host.Client.GetStringAsync(new Uri($"/v1/cases/{id}?wait=60", UriKind.Relative), TestContext.Current.CancellationToken);
        var followed = host.Client.GetStringAsync(new Uri($"/v1/cases/{id}/events", UriKind.Relative), TestContext.Current.CancellationToken);
        await _people.DecideAsync(host, id, "official", DecisionAct.Deny);

        Assert.Equal("denied", JsonNode.Parse(await polled)!["state"]!.GetValue<string>());
        Assert.EndsWith($"event: case\ndata: {{\"case\":\"{id}\",\"state\":\"denied\"}}\n\n", await followed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("?wait=1")]
    public async Task Nobody_follows_the_case_of_another(string what)
    {
        await using var host = await StartAsync();
        using var held = await host.PostAsync("/v1/chat/completions", Force);
        var id = held.Headers.GetValues("Concordat-Case").Single();
        using var anonymous = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var refused = await anonymous.GetAsync(new Uri($"/v1/cases/{id}{what}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    public void Dispose() => _people.Dispose();

    private Task<GatewayHost> StartAsync(TimeSpan wait = default) => GatewayHost.StartAsync(config =>
    {
        var ready = _people.Register(config);
        return ready with { UseCases = [ready.UseCases[0] with { Functions = ["fires"], Wait = wait }] };
    });

    private static async Task<string> OpenedAsync(GatewayHost host)
    {
        while (true)
        {
            var page = await host.Stores.Cases.ListAsync(new Oversight.Cases.CaseFilter(), before: null, 1, TestContext.Current.CancellationToken);
            if (page.Cases is [var opened])
            {
                return opened.Id.Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
