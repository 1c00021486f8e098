using Concordat.Console.Access;
using Concordat.Oversight.Reports;

namespace Concordat.Console.Data;

/// <summary>Where reviewers settle reports of false positives.</summary>
/// <remarks>Implemented by the executable over the gateway's desk. Thread-safe.</remarks>
public interface IReportDesk
{
    /// <summary>Settles an open report, after it is in the ledger.</summary>
    /// <returns>Why not; null where it is done.</returns>
    ValueTask<string?> SettleAsync(string log, long entry, ReportState outcome, Person reviewer, CancellationToken cancellation);
}
