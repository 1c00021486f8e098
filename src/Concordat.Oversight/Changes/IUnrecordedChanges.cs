namespace Concordat.Oversight.Changes;

/// <summary>Changes in the store that no ledger has yet. The database notes each in the transaction that makes it.</summary>
/// <remarks>Thread-safe, across processes too. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface IUnrecordedChanges
{
    /// <summary>Most changes that one claim has.</summary>
    const int Most = 64;

    /// <summary>Most refused orders that wait to be recorded; while there are as many, no other is noted.</summary>
    const int MostRefused = 64;

    /// <summary>How long a claim lasts: after that, the node that has it is taken for dead.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Takes the oldest changes that nobody else is about to record.</summary>
    ValueTask<IReadOnlyList<UnrecordedChange>> ClaimAsync(CancellationToken cancellation);

    /// <summary>Forgets changes that a ledger has now.</summary>
    ValueTask RecordedAsync(IReadOnlyList<UnrecordedChange> changes, CancellationToken cancellation);

    /// <summary>Notes that an order or notice was refused where no ledger can be written.</summary>
    /// <param name="id">Of the document.</param>
    /// <param name="issuer">Id of who issued it.</param>
    /// <param name="envelope">The document as it was signed.</param>
    /// <param name="because">Why it was refused.</param>
    /// <returns>Whether it is noted, now or already; false where as many wait as may.</returns>
    ValueTask<bool> RefusedAsync(string id, string issuer, ReadOnlyMemory<byte> envelope, string because, CancellationToken cancellation);

    /// <summary>Forgets that a grant was used, which a ledger has now as part of a decision.</summary>
    /// <param name="caseId">Id of its case.</param>
    /// <param name="at">When it was used: a later use of the same grant is another.</param>
    ValueTask UseRecordedAsync(string caseId, DateTimeOffset at, CancellationToken cancellation);
}
