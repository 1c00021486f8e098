namespace Concordat.Oversight.Costs;

/// <summary>What was used by day, counted from the ledgers of all nodes.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface ICostStore
{
    /// <summary>How many entries of a log have been counted.</summary>
    /// <param name="log">Origin of the log.</param>
    ValueTask<long> CountedAsync(string log, CancellationToken cancellation);

    /// <summary>Adds what the next entries of a log used, and notes that they have been counted, both or neither.</summary>
    /// <param name="log">Origin of the log.</param>
    /// <param name="from">How many entries had been counted before.</param>
    /// <param name="until">How many have been with this.</param>
    /// <param name="more">What they used.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>False, and nothing added, where another number had been counted: somebody else counts this log too.</returns>
    ValueTask<bool> AddAsync(string log, long from, long until, IReadOnlyList<UsageDay> more, CancellationToken cancellation);

    /// <summary>What was used from one day to another, both included, added up by one of <see cref="CostReport.Subjects"/>.</summary>
    /// <param name="useCase">Only what this use case used; null for all.</param>
    /// <remarks>Whole months are added up already: cost grows with the keys, models and deployments, not with the days.</remarks>
    ValueTask<IReadOnlyList<UsageSum>> SumAsync(DateOnly first, DateOnly last, string by, string? useCase, CancellationToken cancellation);
}
