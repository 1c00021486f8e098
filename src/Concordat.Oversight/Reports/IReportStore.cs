namespace Concordat.Oversight.Reports;

/// <summary>Where reports of false positives are kept.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface IReportStore
{
    /// <summary>Most reports of one API key that wait for a reviewer.</summary>
    const int MostOpen = 200;

    /// <summary>Keeps a report.</summary>
    /// <returns>Whether it is the first about that verdict.</returns>
    ValueTask<bool> AddAsync(DecisionReport report, CancellationToken cancellation);

    ValueTask<DecisionReport?> FindAsync(string log, long entry, CancellationToken cancellation);

    /// <summary>How many reports of an API key wait; of all keys where it is null.</summary>
    ValueTask<long> CountOpenAsync(string? key, CancellationToken cancellation);

    /// <summary>Reports in a state, those that wait longest first; settled ones newest first.</summary>
    /// <param name="most">1 to 200.</param>
    ValueTask<IReadOnlyList<DecisionReport>> ListAsync(ReportState state, int most, CancellationToken cancellation);

    /// <summary>Settles an open report; of parallel reviewers one does.</summary>
    /// <returns>Whether it was open.</returns>
    ValueTask<bool> ReviewAsync(string log, long entry, ReportState outcome, string reviewer, CancellationToken cancellation);

    /// <summary>Counts what was reported from one moment until before another.</summary>
    ValueTask<ReportCounts> CountAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}
