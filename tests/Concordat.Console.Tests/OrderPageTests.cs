using System.Net;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class OrderPageTests
{
    [Fact]
    public async Task Without_orders_the_page_says_how_one_comes()
    {
        await using var host = await ConsoleHost.StartAsync();
        Assert.Contains("concordat order apply", (await host.PageAsync("/console/orders")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_who_may_issue_orders_and_whose_keys_are_configured_as_text()
    {
        await using var host = await ConsoleHost.StartAsync();

        var signers = (await host.PageAsync("/console/orders")).QuerySelector("#signers")!;
        foreach (var words in new[] { "It names who signs, and the key of each.", "Left to the configuration: stay.", "vendor, for 72 hours at most", "department, vendor, with 30 days of notice", "the agreement names them" })
        {
            Assert.Contains(words, signers.TextContent, StringComparison.Ordinal);
        }

        var rows = signers.QuerySelectorAll("tbody tr");
        Assert.Equal(["Chief <i>Information</i> Officercio", "Policy leadlead"], rows.Select(static row => row.QuerySelector("td")!.TextContent));
        Assert.Equal(["remove", "key not configured"], rows.Select(static row => row.QuerySelector("[data-label='Taken here']")!.TextContent.Trim(' ', '‖', '\n')));
        Assert.Contains(new string('a', 64), rows[1].TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-12-31", "not in force")]
    [InlineData("2026-01-10", "restricted")]
    [InlineData("2026-08-01", "stopped")]
    [InlineData("2026-10-01", "not in force")]
    public async Task An_order_reads_as_of_the_day_that_is_asked_about(string day, string standing)
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Orders.Remove("out", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
        host.Orders.Lift("back", "out", "2026-09-01T00:00:00Z");

        var row = (await host.PageAsync($"/console/orders?day={day}")).QuerySelector("tbody tr")!;
        Assert.Contains(standing, row.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
        var link = row.QuerySelector("a")!.GetAttribute("href")!;
        Assert.EndsWith($"?day={day}", link, StringComparison.Ordinal);
        Assert.Contains(standing, (await host.PageAsync(link)).QuerySelector("h1 + .chip")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_an_order_shows_why_what_was_said_where_it_bites_and_what_is_due()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Orders.Remove("out", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
        host.Orders.Lift("back", "out", "2026-09-01T00:00:00Z");
        host.Orders.Respond("answer", "out", "2026-02-01T00:00:00Z");

        var page = await host.PageAsync("/console/orders/out?day=2026-08-01");
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains("the phase-out was to be complete by 2026-07-01", page.QuerySelector(".steps")!.TextContent, StringComparison.Ordinal);
        foreach (var words in new[] { "the matter was settled", "respond by Chief Information Officer", "we <i>dispute</i> the finding", "41 U.S.C. 4713", "with Example AI Federal", "1,234 requests", "1 of 1 uses have no replacement", "tuned: its vendor", "holds a target", "overdue", "abroad: clause 7.2 would refuse: a nation may not <i>read</i> it; 1 of 3 kinds of recorded requests, such as entry 12" })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }

        Assert.Equal("Removal of <b>Example AI</b> out", string.Join(' ', page.QuerySelector("h1")!.TextContent.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim());
    }

    [Fact]
    public async Task The_page_of_an_order_shows_what_bills_of_materials_say_as_text()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Orders.Remove("out", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");

        var text = (await host.PageAsync("/console/orders/out")).QuerySelector("main")!.TextContent;
        foreach (var words in new[]
        {
            "of 2 deployments, 1 contain what a target names, 0 unknown, 1 without", "<i>example</i>-7b 2 [base] (ancestor of tuned): its supplier `Example AI` names `Example AI`",
            "no signed statement names its hash", "and 3 more components", "not a target itself", "no bill of materials",
        })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/console/orders/none")]
    [InlineData("/console/orders/back")]
    [InlineData("/console/orders?day=yesterday")]
    [InlineData("/console/orders?day=9999-12-31")]
    [InlineData("/console/orders/out?day=")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Orders.Remove("out", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
        host.Orders.Lift("back", "out", "2026-09-01T00:00:00Z");
        await host.PageAsync(path, HttpStatusCode.NotFound);
    }
}
