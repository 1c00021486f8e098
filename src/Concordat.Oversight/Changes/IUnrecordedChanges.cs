namespace Concordat.Oversight.Changes;

/// <summary>Changes in the store that no ledger has yet. The database notes each in the transaction that makes it.</summary>
/// <remarks>Thread-safe, across processes too. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface IUnrecordedChanges
{
    /// <summary>Most changes that one claim has.</summary>
    const int Most = 64;

    /// <summary>How long a claim lasts: after that, the node that has it is taken for dead.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Takes the oldest changes that nobody else is about to record.</summary>
    ValueTask<IReadOnlyList<UnrecordedChange>> ClaimAsync(CancellationToken cancellation);

    /// <summary>Forgets changes that a ledger has now.</summary>
    ValueTask RecordedAsync(IReadOnlyList<UnrecordedChange> changes, CancellationToken cancellation);

    /// <summary>Forgets that a grant was used, which a ledger has now as part of a decision.</summary>
    /// <param name="caseId">Id of its case.</param>
    /// <param name="at">When it was used: a later use of the same grant is another.</param>
    ValueTask UseRecordedAsync(string caseId, DateTimeOffset at, CancellationToken cancellation);
}
