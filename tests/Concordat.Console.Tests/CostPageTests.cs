using System.Net;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Costs;

namespace Concordat.Console.Tests;

public sealed class CostPageTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Fact]
    public async Task A_platform_engineer_sees_what_was_used_and_takes_it_as_a_file()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.Stores.Costs.AddAsync(
            "log", 0, 2,
            [
                new UsageDay(Day, "radar", "k", "<b>m", "d", "v", "USD", 3, 1, 1_200_000, 300, 1_250_000_001),
                new UsageDay(Day, "radar", "k", "free", "d", "v", "", 1, 0, 10, 1, 0),
            ],
            TestContext.Current.CancellationToken);
        await host.SignInAsync("platform");

        var page = await host.PageAsync("/console/costs?from=2026-03-01&to=2026-03-01&by=model");
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim())).ToList();
        Assert.Equal([["free", "1", "0", "10", "1", "no price"], ["<b>m", "3", "1", "1,200,000", "300", "1.250000001 USD"]], rows);

        using var csv = await host.GetAsync("/console/costs?from=2026-03-01&to=2026-03-01&by=vendor&format=csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", csv.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("v,USD,3,1,1200000,300,1.250000001\r\n", await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2026-03-02&to=2026-03-01", "after the last")]
    [InlineData("from=2020-01-01&to=2026-03-01", "a year at most")]
    public async Task Days_that_make_no_report_are_told(string query, string fault)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("platform");

        Assert.Contains(fault, (await host.PageAsync("/console/costs?" + query)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reviewer_sees_no_costs()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("reviewer");

        using var answer = await host.GetAsync("/console/costs?format=csv");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
