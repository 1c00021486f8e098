using System.Net;
using AngleSharp.Dom;
using Concordat.Console.Data;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class ConsolePageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_overview_tells_the_state_at_a_glance()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Feed.Counts = new VerdictCounts(1_200, 30, 4);
        await host.OpenCaseAsync();
        var text = Text(await host.PageAsync("/console"));

        Assert.Contains("Permitted 1,200 Held 30 Refused 4", text, StringComparison.Ordinal);
        Assert.Contains("One case waits for a person", text, StringComparison.Ordinal);
        Assert.Contains("Agreement of the test Version 1.0.0 aaaaaaaaaaaa Since 1 November 2026", text, StringComparison.Ordinal);
        Assert.Contains("Demo Department department", text, StringComparison.Ordinal);
        Assert.Contains("12,345 entries", text, StringComparison.Ordinal);
        Assert.Contains("2 registered use cases , 1 deployment .", text, StringComparison.Ordinal);
        Assert.Contains(
            "concordat ledger verify ./data/ledger --key demo.example/ledger+0123+key", Text(await host.PageAsync("/console/ledger")), StringComparison.Ordinal);
        Assert.Contains("sandbox-1", Text(await host.PageAsync("/console/deployments")), StringComparison.Ordinal);
        Assert.Contains("suspended", Text(await host.PageAsync("/console/use-cases")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_cannot_record_is_said_loudly()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Data.Ledger = host.Data.Ledger with { Healthy = false };
        Assert.Contains("cannot record: every request is refused", Text(await host.PageAsync("/console")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_are_told_in_plain_words()
    {
        await using var host = await ConsoleHost.StartAsync();
        var held = await host.OpenCaseAsync();
        var clause = new DecidingClauseView("3.1", "Every effect of force needs a person", "the tool applies force", "an authorization");
        host.Feed.Decisions.AddRange(
            new DecisionView(8, Noon, "radar", "toolCall", VerdictWord.Hold, "authorize", [clause], held.Id.Value),
            new DecisionView(7, Noon, "radar", "request", VerdictWord.Permit, null, [], null));
        var page = await host.PageAsync("/console/decisions");
        var rows = page.QuerySelectorAll("tbody tr").Select(Text).ToArray();

        Assert.Equal(2, rows.Length);
        Assert.Contains("tool call ‖ held 3.1 Every effect of force needs a person: the tool applies force.", rows[0], StringComparison.Ordinal);
        Assert.Contains("Waits: an accountable person must authorize exactly this act, by signature.", rows[0], StringComparison.Ordinal);
        Assert.Contains("✓ permitted No clause stands against it. 7", rows[1], StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='/console/cases/{held.Id}']"));
    }

    [Fact]
    public async Task Following_refreshes_and_can_be_stopped()
    {
        await using var host = await ConsoleHost.StartAsync();
        Assert.Null((await host.PageAsync("/console/decisions")).QuerySelector("meta[http-equiv=refresh]"));
        Assert.Equal("5", (await host.PageAsync("/console/decisions?follow")).QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content"));
    }

    [Fact]
    public async Task Pages_of_cases_show_each_case_once()
    {
        await using var host = await ConsoleHost.StartAsync();
        var opened = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 53; i++)
        {
            opened.Add($"/console/cases/{(await host.OpenCaseAsync()).Id}");
        }

        List<string?> shown = [];
        for (var path = "/console/cases?state=open"; path is not null;)
        {
            var page = await host.PageAsync(path);
            shown.AddRange(page.QuerySelectorAll("td a[href^='/console/cases/']").Select(link => link.GetAttribute("href")));
            path = page.QuerySelectorAll(".pages a").FirstOrDefault(link => string.Equals(link.TextContent, "Older", StringComparison.Ordinal))?.GetAttribute("href");
        }

        Assert.Equal(53, shown.Count);
        Assert.Equal(opened, shown.ToHashSet(StringComparer.Ordinal)!);
    }

    [Fact]
    public async Task A_case_shows_its_clause_its_hash_and_its_state()
    {
        await using var host = await ConsoleHost.StartAsync();
        var held = await host.OpenCaseAsync();
        var text = Text(await host.PageAsync($"/console/cases/{held.Id}"));

        Assert.Contains(held.Digest!, text, StringComparison.Ordinal);
        Assert.Contains("open", text, StringComparison.Ordinal);
        Assert.Contains("Undecided, it lapses in 2 hours.", text, StringComparison.Ordinal);
        Assert.Contains("The tool applies force.", text, StringComparison.Ordinal);
        Assert.Contains("context.tool.effect == \"force\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("another agreement", text, StringComparison.Ordinal);

        await host.DenyAsync(held, "Col. B. Example", "not this one");
        var decided = Text(await host.PageAsync($"/console/cases/{held.Id}"));
        Assert.Contains("A person denied this action.", decided, StringComparison.Ordinal);
        Assert.Contains("by Col. B. Example Note not this one", decided, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_from_before_an_amendment_says_so()
    {
        await using var host = await ConsoleHost.StartAsync();
        var held = await host.OpenCaseAsync(agreement: 'b', clause: "7.7");
        var text = Text(await host.PageAsync($"/console/cases/{held.Id}"));

        Assert.Contains("opened under another agreement", text, StringComparison.Ordinal);
        Assert.Contains("7.7 (not in the agreement in force)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_from_outside_stays_text()
    {
        await using var host = await ConsoleHost.StartAsync();
        var held = await host.OpenCaseAsync(tool: "<img src=x onerror=alert(1)>");
        var page = await host.PageAsync($"/console/cases/{held.Id}");

        Assert.Null(page.QuerySelector("img"));
        Assert.Contains("<img src=x onerror=alert(1)>", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null((await host.PageAsync("/console/agreement")).QuerySelector(".prose b"));
    }

    [Fact]
    public async Task The_agreement_has_each_clause_beside_its_prose()
    {
        await using var host = await ConsoleHost.StartAsync();
        var page = await host.PageAsync("/console/agreement");
        var force = page.GetElementById("clause-3.1")!;

        Assert.Equal(
            "3.1 Every effect of force needs a person No model directs a weapon.", Text(force.QuerySelector(".prose")!));
        Assert.StartsWith("When this clause applies ‖ held for a person's authorization red line The tool applies force.", Text(force.QuerySelector(".clause")!), StringComparison.Ordinal);
        Assert.Equal("https://www.esd.whs.mil/x.pdf", Assert.Single(force.QuerySelectorAll(".authorities a")).GetAttribute("href"));
        Assert.Contains("Trap 1 A trap, as amended", Text(force), StringComparison.Ordinal);
        Assert.Null(page.GetElementById("clause-1.2")!.QuerySelector(".clause"));
        Assert.Contains("No prose has this number.", Text(page.GetElementById("clause-9.9")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console/cases/case_00000000000000000000000000000000")]
    [InlineData("/console/cases/%2e%2e%2fx")]
    [InlineData("/console/cases?state=odd")]
    [InlineData("/console/cases?before=odd")]
    [InlineData("/console/nothing")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var host = await ConsoleHost.StartAsync();
        Assert.Equal("Not found", (await host.PageAsync(path, HttpStatusCode.NotFound)).QuerySelector("h1")?.TextContent);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_a_page_with_503()
    {
        await using var host = await ConsoleHost.StartAsync(cases: new BrokenCaseStore());
        var page = await host.PageAsync("/console", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("The oversight store does not answer", Text(page), StringComparison.Ordinal);
    }

    private static string Text(INode node)
    {
        var element = node is IDocument document ? document.QuerySelector("main")! : (IElement)node;
        var pieces = element.Descendants<IText>().Select(text => text.Data);
        return string.Join(' ', string.Join(' ', pieces).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace(" :", ":", StringComparison.Ordinal);
    }
}
