using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Ledger;
using Concordat.Oversight.Reports;

namespace Concordat.Hosting;

/// <summary>Takes the console's reviewers to the gateway's desk of reports.</summary>
internal sealed class ConsoleReportDesk(ConcordatGateway gateway) : IReportDesk
{
    public async ValueTask<string?> SettleAsync(string log, long entry, ReportState outcome, Person reviewer, CancellationToken cancellation)
    {
        try
        {
            return await gateway.SettleReportAsync(log, entry, outcome, reviewer.Id, cancellation);
        }
        catch (LedgerUnavailableException)
        {
            return "the ledger cannot record it now; try again when the ledger takes entries";
        }
    }
}
