using System.Collections.Frozen;
using Concordat.Gateway.Pipeline;
using Concordat.Ledger;
using Concordat.Ledger.Contents;

namespace Concordat.Gateway.Recording;

/// <summary>Keeps the bodies of the use cases that say so, encrypted here and written apart from the requests. Thread-safe.</summary>
/// <param name="store">Encrypts them.</param>
/// <param name="writer">Writes them.</param>
/// <param name="useCases">Ids of the use cases.</param>
/// <param name="lost">Records that the content of entries could not be kept, and why.</param>
/// <param name="shred">Destroys the content of an entry, and records why, where nothing holds it; null where contents go with their time alone.</param>
public sealed class ContentKeeper(
    ContentStore store, ContentWriter writer, IEnumerable<string> useCases, Func<IReadOnlyList<EntryIndex>, string, Task<bool>> lost,
    Func<EntryIndex, string, CancellationToken, Task>? shred = null)
{
    private readonly FrozenSet<string> _useCases = useCases.ToFrozenSet(StringComparer.Ordinal);

    internal ContentStore Store => store;

    internal bool Keeps(Exchange exchange) => _useCases.Contains(exchange.Key.UseCase);

    /// <summary>Takes the content of the exchange's newest entry; waits a little while too much is on its way.</summary>
    internal async ValueTask KeepAsync(Exchange exchange, CommitmentKind kind, DateTimeOffset time, byte[] commitment, ReadOnlyMemory<byte> content)
    {
        var entry = new EntryIndex(exchange.Entry);
        var id = new ContentId(entry, exchange.Id, (byte)kind, Convert.ToHexStringLower(commitment), time);
        if (!await writer.PutAsync(store.Seal(id, content.Span)).ConfigureAwait(false))
        {
            await lost([entry], "too much was on its way to the disk").ConfigureAwait(false);
        }
    }

    /// <summary>Opens a content, whatever is still on its way to the disk.</summary>
    internal async ValueTask<(ContentOutcome Outcome, byte[]? Content)> OpenAsync(ContentId id, CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return store.Open(id);
    }

    /// <summary>Destroys the contents of an exchange, unless they are held.</summary>
    internal async ValueTask ShredAsync(Guid exchange, DateTimeOffset time, string because, CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in shred is null ? [] : store.Find(exchange, time))
        {
            await shred!(id.Entry, because, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records that the answer was larger than can be held.</summary>
    internal async ValueTask LostAsync(Exchange exchange) => await lost([new EntryIndex(exchange.Entry)], "the answer is larger than can be held").ConfigureAwait(false);
}
