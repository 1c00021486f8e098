using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class ExplainedDecisionTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public async Task A_decision_is_explained_from_the_ledger()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Entries.Entries.Add(Entry("hold", "3.1", "none"));
        var text = (await host.PageAsync("/console/decisions/0")).Body!.TextContent;

        Assert.Contains("Effect of the tool called", text, StringComparison.Ordinal);
        Assert.Contains("force", text, StringComparison.Ordinal);
        Assert.Contains("The tool applies force.", text, StringComparison.Ordinal);
        Assert.Contains("an authorization of exactly this call", text, StringComparison.Ordinal);
        Assert.Contains("concordat ledger verify-proof 0.tlog-proof 0.json --key demo.example/ledger+0123+key", text, StringComparison.Ordinal);
        Assert.DoesNotContain("persons.us", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("cui", false)]
    [InlineData("secret", true)]
    [InlineData("something-new", true)]
    public async Task A_field_engineer_does_not_see_facts_above_their_clearance(string level, bool hidden)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.Entries.Entries.Add(Entry("hold", "3.1", level));
        await host.SignInAsync("engineer"); // cleared for CUI
        var page = await host.PageAsync("/console/decisions/0");

        Assert.Equal(hidden, page.Body!.TextContent.Contains("above your clearance", StringComparison.Ordinal));
        Assert.Equal(hidden ? 0 : level is "none" ? 1 : 2, page.QuerySelectorAll("td code").Length);
        Assert.Equal(hidden, !page.Body.TextContent.Contains("\"facts\"", StringComparison.Ordinal));

        using var answer = await host.GetAsync("/console/decisions/0/proof");
        var proof = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(hidden ? null : host.Entries.Entries[0], (string?)proof["record"]);
        Assert.Equal(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(host.Entries.Entries[0])]), Convert.FromBase64String((string)proof["leaf"]!));
    }

    [Theory]
    [InlineData("/console/decisions/1")]
    [InlineData("/console/decisions/-1")]
    [InlineData("/console/decisions/99999999999999999999")]
    [InlineData("/console/decisions/x")]
    [InlineData("/console/decisions/1/proof")]
    [InlineData("/console/decisions/-1/proof")]
    [InlineData("/console/decisions/x/proof")]
    [InlineData("/console/decisions?verdict=odd")]
    [InlineData("/console/decisions?before=odd")]
    public async Task What_the_ledger_does_not_have_is_not_found(string path)
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Entries.Entries.Add(Entry("permit", null, "none"));
        await host.PageAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Older_decisions_come_page_by_page_out_of_the_ledger()
    {
        await using var host = await ConsoleHost.StartAsync();
        for (var i = 0; i < 2_500; i++)
        {
            host.Entries.Entries.Add(i % 100 == 0 ? Entry("refuse", "3.1", "none") : i % 3 == 0 ? """{"type":"configuration"}""" : Entry("permit", null, "none"));
        }

        var found = new List<string>();
        var pages = 0;
        for (var path = "/console/decisions?verdict=refuse&before=2500"; path is not null; pages++)
        {
            var page = await host.PageAsync(path);
            found.AddRange(page.QuerySelectorAll("td.num a").Select(link => link.GetAttribute("href")!));
            path = page.QuerySelectorAll(".pages a").FirstOrDefault(link => link.TextContent.StartsWith("Older", StringComparison.Ordinal))?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => string.Create(CultureInfo.InvariantCulture, $"/console/decisions/{2_400 - (i * 100)}")), found);
        Assert.InRange(pages, 3, 4);
    }

    private static string Entry(string verdict, string? clause, string level) =>
        $$$"""
        {"agreement":"{{{Hash}}}","clauses":[{{{(clause is null ? "" : $"\"{clause}\"")}}}],"deployment":"sandbox-1","facts":{"label":{"level":"{{{level}}}"},"persons":{"us":0},"tool":{"effect":"force"}},"time":"2026-11-22T12:00:00.000000Z","type":"decision","use_case":"radar-maintenance","v":1,"verdict":"{{{verdict}}}"}
        """;
}
