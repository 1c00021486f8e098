namespace Concordat.Oversight.Verdicts;

/// <summary>Counts of verdicts by day, for people who watch how the safeguards work; the ledger is the record.</summary>
/// <remarks>Thread-safe. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface IVerdictDays
{
    /// <summary>Adds to the counts of a day; durable on return.</summary>
    ValueTask AddAsync(VerdictDay more, CancellationToken cancellation);

    /// <summary>The days from one on, oldest first; days without a verdict are left out.</summary>
    ValueTask<IReadOnlyList<VerdictDay>> SinceAsync(DateOnly first, CancellationToken cancellation);
}
