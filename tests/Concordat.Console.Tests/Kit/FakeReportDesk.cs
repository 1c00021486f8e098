using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Oversight.Reports;

namespace Concordat.Console.Tests.Kit;

/// <summary>The desk of reports as the console sees it, over a real store; the gateway's own desk has its own tests.</summary>
internal sealed class FakeReportDesk(IReportStore reports) : IReportDesk
{
    public async ValueTask<string?> SettleAsync(string log, long entry, ReportState outcome, Person reviewer, CancellationToken cancellation) =>
        await reports.ReviewAsync(log, entry, outcome, reviewer.Id, cancellation) ? null : "it does not wait any more";
}
