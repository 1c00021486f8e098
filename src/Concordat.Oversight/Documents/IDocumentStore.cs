namespace Concordat.Oversight.Documents;

/// <summary>Where signed documents of one kind are kept, such as orders and notices, or rulings; nothing is ever removed.</summary>
/// <remarks>Thread-safe. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface IDocumentStore
{
    /// <summary>Adds a document; durable on return.</summary>
    /// <returns>Whether it was added: false when one of that id is there.</returns>
    ValueTask<bool> AddAsync(string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation);

    /// <summary>Adds a document as the one of a number, so that what it was checked against is all that stands before it; durable on return.</summary>
    /// <param name="number">One more than there were.</param>
    /// <returns>Whether it was added: false when one of that id is there, or there are more or fewer by now.</returns>
    ValueTask<bool> AddAsync(long number, string id, ReadOnlyMemory<byte> envelope, CancellationToken cancellation);

    /// <summary>How many there are; one indexed read, cheap enough to poll.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellation);

    /// <summary>The documents after a number, in the order in which they were taken.</summary>
    ValueTask<IReadOnlyList<StoredDocument>> ListAsync(long after, CancellationToken cancellation);
}
