using Concordat.Oversight.Reports;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Reports;

/// <summary>What every store of reports does.</summary>
public abstract class ReportStoreContract : StoreContract
{
    private IReportStore Store => Stores.Reports;

    [Fact]
    public async Task A_verdict_is_reported_once_and_comes_back_as_it_was()
    {
        var report = Report(7, ReportReason.Misread);
        Assert.True(await Store.AddAsync(report, Cancellation));
        Assert.False(await (await OpenAnotherAsync()).Reports.AddAsync(report with { Reason = ReportReason.Permitted }, Cancellation));
        Assert.True(await Store.AddAsync(report with { Log = "another.example/log" }, Cancellation));

        Assert.Equivalent(report, await Store.FindAsync(report.Log, 7, Cancellation), strict: true);
        Assert.Null(await Store.FindAsync(report.Log, 8, Cancellation));
        Assert.Equal((2, 2, 0), (await Store.CountOpenAsync(null, Cancellation), await Store.CountOpenAsync("key00001", Cancellation), await Store.CountOpenAsync("other", Cancellation)));
    }

    [Fact]
    public async Task Of_parallel_reviewers_one_settles_a_report()
    {
        await Store.AddAsync(Report(7), Cancellation);
        var other = await OpenAnotherAsync();
        var settled = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? Store : other.Reports).ReviewAsync("test.example/log", 7, i % 2 == 0 ? ReportState.Upheld : ReportState.Dismissed, $"reviewer-{i}", Cancellation).AsTask()));

        Assert.Single(settled, done => done);
        var report = (await Store.FindAsync("test.example/log", 7, Cancellation))!;
        Assert.Equal(Array.IndexOf(settled, true) % 2 == 0 ? ReportState.Upheld : ReportState.Dismissed, report.State);
        Assert.Equal(($"reviewer-{Array.IndexOf(settled, true)}", Time.GetUtcNow()), (report.Reviewer, report.Reviewed));
        Assert.False(await Store.ReviewAsync("test.example/log", 8, ReportState.Upheld, "nobody", Cancellation));
    }

    [Fact]
    public async Task What_waits_longest_comes_first_and_what_was_settled_newest_first()
    {
        for (var entry = 1; entry <= 4; entry++)
        {
            await Store.AddAsync(Report(entry), Cancellation);
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        await Store.ReviewAsync("test.example/log", 2, ReportState.Upheld, "ada", Cancellation);
        await Store.ReviewAsync("test.example/log", 3, ReportState.Upheld, "ada", Cancellation);
        Assert.Equal([1, 4], (await Store.ListAsync(ReportState.Open, 10, Cancellation)).Select(report => report.Entry));
        Assert.Equal([3, 2], (await Store.ListAsync(ReportState.Upheld, 10, Cancellation)).Select(report => report.Entry));
        Assert.Equal([1], (await Store.ListAsync(ReportState.Open, 1, Cancellation)).Select(report => report.Entry));
    }

    [Fact]
    public async Task Reports_are_counted_by_when_they_came()
    {
        var start = Time.GetUtcNow();
        await Store.AddAsync(Report(1), Cancellation);
        await Store.AddAsync(Report(2), Cancellation);
        Time.Advance(TimeSpan.FromDays(7));
        await Store.AddAsync(Report(3), Cancellation);
        await Store.ReviewAsync("test.example/log", 1, ReportState.Upheld, "ada", Cancellation);
        await Store.ReviewAsync("test.example/log", 3, ReportState.Dismissed, "ada", Cancellation);

        Assert.Equal(new ReportCounts(2, 1, 0), await Store.CountAsync(start, start.AddDays(7), Cancellation));
        Assert.Equal(new ReportCounts(1, 0, 1), await Store.CountAsync(start.AddDays(7), start.AddDays(8), Cancellation));
    }

    private DecisionReport Report(long entry, ReportReason reason = ReportReason.Unclear) =>
        new("test.example/log", entry, "maintenance", "key00001", "refuse", ["2.1", "2.2"], reason, Time.GetUtcNow());
}
