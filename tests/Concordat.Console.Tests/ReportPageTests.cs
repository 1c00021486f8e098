using System.Net;
using Concordat.Console.Data;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Verdicts;

namespace Concordat.Console.Tests;

public sealed class ReportPageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reviewer_settles_a_report_by_one_click()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await ReportAsync(host, 7);
        await host.SignInAsync("reviewer");
        var row = (await host.PageAsync("/console/reports")).QuerySelector("tbody tr")!;
        Assert.Contains("what was found is not in the text", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("/console/decisions/7", row.QuerySelector("a[href*=decisions]")!.GetAttribute("href"));

        using var answer = await host.PostAsync("/console/reports/7", "/console/reports", ("to", "upheld"), ("log", "demo.example/ledger"));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("false positive", (await host.PageAsync("/console/reports")).QuerySelector("tbody tr .chip")!.TextContent, StringComparison.Ordinal);
        using var again = await host.PostAsync("/console/reports/7", "/console/reports", ("to", "dismissed"), ("log", "demo.example/ledger"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Equal(ReportState.Upheld, (await host.Stores.Reports.FindAsync("demo.example/ledger", 7, Cancellation))!.State);
    }

    [Theory]
    [InlineData("commander")]
    [InlineData("owner")]
    public async Task Others_see_what_waits_and_settle_nothing(string person)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await ReportAsync(host, 7);
        await host.SignInAsync(person);
        Assert.Null((await host.PageAsync("/console/reports")).QuerySelector("tbody form"));
        using var answer = await host.PostAsync("/console/reports/7", "/console", ("to", "upheld"), ("log", "demo.example/ledger"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/console/reports/7", "open")]
    [InlineData("/console/reports/7", "")]
    [InlineData("/console/reports/-7", "upheld")]
    [InlineData("/console/reports/seven", "upheld")]
    public async Task What_settles_nothing_is_not_found(string path, string to)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("reviewer");
        using var answer = await host.PostAsync(path, "/console", ("to", to), ("log", "demo.example/ledger"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_entry_of_another_node_is_named_and_not_linked()
    {
        await using var host = await ConsoleHost.StartAsync();
        await ReportAsync(host, 9, "node-2.example/ledger");
        var row = (await host.PageAsync("/console/reports")).QuerySelector("tbody tr")!;
        Assert.Null(row.QuerySelector("a[href*=decisions]"));
        Assert.Contains("entry 9 of node-2.example/ledger", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_safeguards_compares_this_week_with_the_four_before()
    {
        await using var host = await ConsoleHost.StartAsync();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await host.Stores.Verdicts.AddAsync(new VerdictDay(today, 900, 0, 100), Cancellation);
        await host.Stores.Verdicts.AddAsync(new VerdictDay(today.AddDays(-10), 980, 0, 20), Cancellation);
        await ReportAsync(host, 7);

        var page = await host.PageAsync("/console/health");
        var refused = page.QuerySelectorAll("tbody tr").First(row => row.TextContent.Contains("refused", StringComparison.Ordinal));
        Assert.Contains("100 of 1,000", refused.TextContent, StringComparison.Ordinal);
        Assert.Contains("went up", refused.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/console/reports']"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_page_of_the_safeguards_tells_how_the_judge_does_where_there_is_one(bool isAsked, bool isShut)
    {
        await using var host = await ConsoleHost.StartAsync(change: options => options with { Judge = () => isAsked ? new JudgeView("guard", 1234, 1200, isShut) : null });

        var text = (await host.PageAsync("/console/health")).Body!.TextContent;

        Assert.Equal(isAsked, text.Contains("answered 1,200 of 1,234 questions", StringComparison.Ordinal));
        Assert.Equal(isShut, text.Contains("left alone now", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10, 1000, 40, 4000, DriftReading.Steady)]
    [InlineData(30, 1000, 40, 4000, DriftReading.Moved)]
    [InlineData(0, 1000, 100, 4000, DriftReading.Moved)]
    [InlineData(0, 1000, 0, 4000, DriftReading.Steady)]
    [InlineData(1000, 1000, 4000, 4000, DriftReading.Steady)]
    [InlineData(49, 49, 0, 4000, DriftReading.TooFew)]
    [InlineData(0, 0, 0, 0, DriftReading.TooFew)]
    public void A_share_has_moved_where_chance_hardly_does_it(long part, long whole, long partBefore, long wholeBefore, DriftReading reading) =>
        Assert.Equal(reading, new DriftLine("x", part, whole, partBefore, wholeBefore).Reading);

    [Fact]
    public void The_week_is_seven_days_and_the_time_before_four_weeks()
    {
        var today = new DateOnly(2026, 11, 22);
        var days = Enumerable.Range(0, 40).Select(i => new HealthDay(new VerdictDay(today.AddDays(i - 39), 1, 0, 0), DecidedCases.None(today))).ToArray();
        Assert.All(Drift.Of(days, new(0, 0, 0), new(0, 0, 0)).Lines.Take(2), line => Assert.Equal((7, 28), (line.Whole, line.WholeBefore)));
    }

    private static async Task ReportAsync(ConsoleHost host, long entry, string log = "demo.example/ledger") => Assert.True(await host.Stores.Reports.AddAsync(
        new DecisionReport(log, entry, "radar-maintenance", "key00001", "refuse", ["3.1"], ReportReason.Misread, TimeProvider.System.GetUtcNow()), Cancellation));
}
