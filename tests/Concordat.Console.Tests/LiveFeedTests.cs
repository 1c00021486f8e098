using System.Net;
using Concordat.Console.Data;
using Concordat.Console.Live;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class LiveFeedTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_page_that_does_not_keep_up_is_dropped_and_not_waited_for()
    {
        using var viewer = new LiveViewer(new LiveFilter());
        for (var i = 0; i < LiveViewer.Capacity; i++)
        {
            Assert.True(viewer.Offer("row"u8.ToArray()));
        }

        Assert.False(viewer.Dropped.IsCancellationRequested);
        Assert.False(viewer.Offer("one too many"u8.ToArray()));
        Assert.True(viewer.Dropped.IsCancellationRequested);
        Assert.False(viewer.Offer("and another"u8.ToArray()));
    }

    [Fact]
    public async Task A_new_decision_comes_to_an_open_page_and_to_those_only_that_want_it()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var all = await StreamAsync(host, "");
        using var refused = await StreamAsync(host, "?verdict=refuse");
        host.Feed.Add(new DecisionView(8, Noon, "<b>radar</b>", "request", VerdictWord.Permit, null, [], null), new DecisionView(7, Noon, "radar", "request", VerdictWord.Refuse, "refuse", [], null));

        // newest first
        var seen = await ReadAsync(all, "Entry 7 explained");
        Assert.Contains("Entry 8 explained", seen, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;radar&lt;/b&gt;", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Entry 8 explained", await ReadAsync(refused, "Entry 7 explained"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_that_fails_ends_the_open_pages_and_those_that_come_back_are_live_again()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var lost = await StreamAsync(host, "");
        host.Feed.Failing = 1;
        Assert.DoesNotContain("data:", await lost.ReadToEndAsync(Stop), StringComparison.Ordinal);

        using var back = await StreamAsync(host, "");
        host.Feed.Add(new DecisionView(9, Noon, "radar", "request", VerdictWord.Permit, null, [], null));
        await ReadAsync(back, "Entry 9 explained");
    }

    [Fact]
    public async Task An_unknown_verdict_opens_no_stream_and_says_so()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var answer = await host.GetAsync("/console/decisions/stream?verdict=maybe");
        Assert.Equal((HttpStatusCode.NotFound, "no verdict `maybe`; there are permit, hold and refuse"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task One_page_too_many_is_told_so_and_when_to_come_back()
    {
        await using var host = await ConsoleHost.StartAsync();
        var open = new List<StreamReader>();
        for (var i = 0; i < LiveFeed.MostViewers; i++)
        {
            open.Add(await StreamAsync(host, ""));
        }

        using var answer = await host.GetAsync("/console/decisions/stream");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 10), (answer.StatusCode, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.StartsWith("500 live pages are open", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        open.ForEach(static page => page.Dispose());
    }

    private static async Task<StreamReader> StreamAsync(ConsoleHost host, string query)
    {
        var response = await host.Browser.GetAsync($"/console/decisions/stream{query}", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("retry: 2000", await reader.ReadLineAsync(Stop));
        return reader;
    }

    private static async Task<string> ReadAsync(StreamReader reader, string until)
    {
        var text = "";
        while (!text.Contains(until, StringComparison.Ordinal))
        {
            text += await reader.ReadLineAsync(Stop) ?? throw new EndOfStreamException($"the stream ended after: {text}");
        }

        return text;
    }
}
