using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Invariants;

/// <summary>What no single request shows is counted, once, and only where it was let out.</summary>
public sealed class MeterTests
{
    private const int Ceiling = 100; // clause 2.2, for a use case that is no support work

    [Fact]
    public async Task Parallel_requests_with_one_person_each_stop_exactly_at_the_ceiling()
    {
        await using var host = await StartAsync();

        var statuses = new HttpStatusCode[Ceiling + 60];
        await Parallel.ForAsync(0, statuses.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            using var response = await AskAsync(host, Naming(i, 1));
            statuses[i] = response.StatusCode;
        });

        Assert.Equal(Ceiling, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(60, statuses.Count(status => status == HttpStatusCode.Forbidden));
        using var known = await AskAsync(host, Naming(Array.IndexOf(statuses, HttpStatusCode.OK), 1));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_not_counted()
    {
        await using var host = await StartAsync();
        using var bulk = await AskAsync(host, Naming(0, 40));
        Assert.Equal(HttpStatusCode.Forbidden, bulk.StatusCode);
        Assert.Equal(40, (await PersonsAsync(host))["inWindow"]!.GetValue<long>());

        using var single = await AskAsync(host, Naming(50, 1));

        Assert.Equal(HttpStatusCode.OK, single.StatusCode);
        Assert.Equal(1, (await PersonsAsync(host))["inWindow"]!.GetValue<long>());
    }

    [Fact]
    public async Task Every_window_and_scope_is_a_fact_in_the_record()
    {
        await using var host = await StartAsync();
        using var first = await AskAsync(host, Naming(0, 12));
        using var second = await AskAsync(host, Naming(11, 2));

        var meters = (await host.EntriesAsync()).Last(entry => entry["type"]!.GetValue<string>() == "decision")["facts"]!["meters"]!;

        foreach (var name in (string[])["useCaseHour", "useCaseDay", "callerHour", "callerDay", "callerMonth", "purposeHour", "purposeDay", "purposeMonth"])
        {
            Assert.Equal(13, meters[name]!.GetValue<long>());
        }

        Assert.Equal(1, meters["broadDay"]!.GetValue<long>());
        Assert.Equal(0, meters["joined"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_same_person_in_two_use_cases_is_a_join()
    {
        await using var host = await StartAsync(config => config with
        {
            UseCases = [.. config.UseCases, config.UseCases[0] with { Id = "second", Purpose = "another purpose" }],
        });
        using var first = await AskAsync(host, Naming(0, 3));
        var key = await host.Stores.Keys.CreateAsync("second", "test", expires: null, TestContext.Current.CancellationToken);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", key.ShownOnce);
        using var second = await WaitForKeyAsync(host, Naming(1, 4));

        var meters = (await host.EntriesAsync()).Last(entry => entry["type"]!.GetValue<string>() == "decision")["facts"]!["meters"]!;
        Assert.Equal(2, meters["joined"]!.GetValue<long>());
        Assert.Equal(4, meters["purposeMonth"]!.GetValue<long>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_is_counted_once_however_often_request_and_answer_name_them(bool stream)
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        string[] pieces = ["Ask p1@example.com or ", "p2@example.com, then p", "3@example.com and p2@example.com again. ", "p1@example.com knows."];
        if (stream)
        {
            upstream.Answer = async http =>
            {
                http.Response.ContentType = "text/event-stream";
                foreach (var piece in form.Stream(pieces))
                {
                    await http.Response.WriteAsync(piece, TestContext.Current.CancellationToken); // each comes by itself
                    await http.Response.Body.FlushAsync(TestContext.Current.CancellationToken);
                }
            };
        }
        else
        {
            upstream.AnswerJson(form.Answer(string.Concat(pieces)));
        }

        using var response = await host.PostAsync(form.Path, form.Request("Who knows p1@example.com?", stream));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(text.Contains("knows.", StringComparison.Ordinal), text); // all of it came

        // The outcome keeps the facts of the first decision that permitted, however much had come by then; the next request is shown what was counted.
        upstream.AnswerJson(form.Answer("Good."));
        using var next = await host.PostAsync(form.Path, form.Request("Does p1@example.com know?", stream: false));
        Assert.Equal(3, (await host.EntriesAsync()).Last(static entry => (string?)entry["type"] == "decision")["facts"]!["persons"]!["inWindow"]!.GetValue<long>());
    }

    [Fact]
    public async Task An_answer_that_is_withheld_counts_nobody_in()
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.AnswerJson(form.Answer(Naming(0, 40)));
        using var withheld = await host.PostAsync(form.Path, form.Request("Who is on duty?", stream: false));
        Assert.Equal(HttpStatusCode.Forbidden, withheld.StatusCode);

        upstream.AnswerJson(form.Answer(Naming(60, 1)));
        using var released = await host.PostAsync(form.Path, form.Request("Who is on duty?", stream: false));

        Assert.Equal(HttpStatusCode.OK, released.StatusCode);
        Assert.Equal(1, (await PersonsAsync(host))["inWindow"]!.GetValue<long>());
    }

    [Fact]
    public async Task Calls_of_force_are_counted_whatever_comes_of_them()
    {
        await using var host = await StartAsync();
        for (var i = 1; i <= 2; i++)
        {
            using var held = await AskAsync(host, "[[call: release_weapon {}]]");
            Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
            var meters = (await host.EntriesAsync())[^1]["facts"]!["meters"]!;
            Assert.Equal(i, meters["forceHour"]!.GetValue<long>());
            Assert.Equal(i, meters["forceDay"]!.GetValue<long>());
            Assert.Equal(0, meters["approvals"]!.GetValue<long>());
        }
    }

    [Fact]
    public async Task Metrics_show_the_counts_and_nobody()
    {
        await using var host = await StartAsync();
        using var counted = await AskAsync(host, Naming(0, 3));
        using var refused = await AskAsync(host, Naming(0, 40));

        var metrics = await host.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("""concordat_meter_persons{use_case="maintenance",window="hour"} 3""", metrics, StringComparison.Ordinal);
        Assert.Contains("""concordat_meter_refused_total{use_case="maintenance"} 1""", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", metrics, StringComparison.Ordinal);
    }

    private static Task<GatewayHost> StartAsync(Func<Configuration.ConcordatConfig, Configuration.ConcordatConfig>? configure = null) =>
        GatewayHost.StartAsync(config =>
        {
            var analysis = config with { UseCases = [config.UseCases[0] with { Functions = ["analysis"] }] };
            return configure?.Invoke(analysis) ?? analysis;
        });

    private static Task<HttpResponseMessage> AskAsync(GatewayHost host, string prompt) =>
        host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request(prompt, stream: false, "sandbox"));

    /// <summary>A new key is known a moment after it was made.</summary>
    private static async Task<HttpResponseMessage> WaitForKeyAsync(GatewayHost host, string prompt)
    {
        while (true)
        {
            var response = await AskAsync(host, prompt);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
            {
                return response;
            }

            response.Dispose();
            await Task.Yield();
        }
    }

    private static string Naming(int from, int count) =>
        string.Join(' ', Enumerable.Range(from, count).Select(i => $"p{i}@example.com"));

    private static async Task<JsonNode> PersonsAsync(GatewayHost host) =>
        (await host.EntriesAsync()).Last(entry => entry["facts"]?["persons"] is not null)["facts"]!["persons"]!;
}
