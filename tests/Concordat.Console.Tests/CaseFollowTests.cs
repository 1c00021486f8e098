using System.Net;
using Concordat.Console.Live;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

/// <summary>An open page of a case is told when the case is another, and nothing is taken from under the hands of whoever decides it.</summary>
public sealed class CaseFollowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_how_the_case_stands_and_again_when_that_changes()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        var notice = (await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("#changed")!;
        Assert.True(notice.HasAttribute("hidden"));
        Assert.Equal(($"/console/cases/{held.Id}/stream", "open 0 -"), (notice.GetAttribute("data-follow"), notice.GetAttribute("data-stand")));

        using var response = await host.Browser.GetAsync(notice.GetAttribute("data-follow"), HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("open 0 -", await NextAsync(reader));
        await host.Cases.AssignAsync(held.Id, "officer", Stop);
        Assert.Equal("open 0 officer", await NextAsync(reader));
        await host.DenyAsync(held, "commander", "no");
        Assert.Equal("denied 1 officer", await NextAsync(reader));

        Assert.Null((await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("#changed")); // it is over
    }

    [Fact]
    public async Task Only_people_who_are_signed_in_follow_a_case_and_only_one_that_is_there()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        using (var nobody = await host.GetAsync($"/console/cases/{held.Id}/stream"))
        {
            Assert.NotEqual("text/event-stream", nobody.Content.Headers.ContentType?.MediaType);
        }

        await host.SignInAsync("commander");
        using var missing = await host.GetAsync("/console/cases/case_x/stream");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Too_many_pages_are_told_to_come_back()
    {
        await using var host = await ConsoleHost.StartAsync();
        var held = await host.HoldAsync();
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < CaseFollow.Most; i++)
        {
            open.Add(await host.Browser.GetAsync($"/console/cases/{held.Id}/stream", HttpCompletionOption.ResponseHeadersRead, Stop));
        }

        using (var late = await host.GetAsync($"/console/cases/{held.Id}/stream"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, 10), (late.StatusCode, late.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        }

        open.ForEach(static page => page.Dispose());
        HttpStatusCode status;
        do
        {
            using var again = await host.Browser.GetAsync($"/console/cases/{held.Id}/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
            status = again.StatusCode;
        }
        while (status != HttpStatusCode.OK); // who leaves makes room
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(Stop) ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line[6..];
            }
        }
    }
}
