using Concordat.Gateway.Orders;
using Concordat.Oversight.Documents;

namespace Concordat.Gateway.Notices;

/// <summary>Reads what there is to tell of the orders that a gateway goes by. Thread-safe.</summary>
internal sealed class OrderNewsReader(OrderWatch orders, IDocumentStore store, IReadOnlyList<int> reminders, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Dictionary<string, DateTimeOffset> _taken = new(StringComparer.Ordinal);

    /// <summary>What came to be in the last three days, of documents that were found valid.</summary>
    public async ValueTask<IReadOnlyList<OrderNews>> ReadAsync(CancellationToken cancellationToken)
    {
        if (orders.Book is not { Documents.IsEmpty: false } book)
        {
            return [];
        }

        if (_taken.Count < book.Documents.Length)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var rows = _taken.Count < book.Documents.Length ? await store.ListAsync(_taken.Count, cancellationToken).ConfigureAwait(false) : [];
                _taken = _taken.Concat(rows.Select(static row => KeyValuePair.Create(row.Id, row.Taken))).ToDictionary(StringComparer.Ordinal);
            }
            finally
            {
                _turn.Release();
            }
        }

        var now = time.GetUtcNow();
        return OrderNews.Of(book, _taken, now - NoticeLoop.Stale, now, reminders);
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }
}
