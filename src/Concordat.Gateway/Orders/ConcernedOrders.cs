using System.Collections.Concurrent;
using System.Collections.Immutable;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Remembers which orders concern a use case: a book only grows, so each order is held against the uses of a configuration once. Thread-safe.</summary>
/// <remarks>Keeps a list for each use case that was asked about, of the newest configuration alone.</remarks>
internal sealed class ConcernedOrders
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The orders that name a use of the use case, in the order in which they were taken.</summary>
    public ImmutableArray<OrderDocument> Of(ConcordatConfig config, OrderBook book, string useCase)
    {
        var before = _known.GetValueOrDefault(useCase);
        if (before is not null && ReferenceEquals(before.Config, config) && ReferenceEquals(before.Book, book))
        {
            return before.Orders;
        }

        if (before is not null && !ReferenceEquals(before.Config, config))
        {
            _known.Clear(); // use cases that are gone with it
            before = null;
        }

        var seen = before is not null && Continues(before.Book, book) ? before.Book.Documents.Length : 0;
        var subjects = OrderSubjects.Of(config, useCase).ToList();
        var orders = (seen == 0 ? [] : before!.Orders).AddRange(book.Documents.Skip(seen).Where(document => document.Order is { } order && subjects.Exists(order.Covers)));
        _known[useCase] = new Known(config, book, orders);
        return orders;
    }

    private static bool Continues(OrderBook before, OrderBook book) => before.Documents.Length <= book.Documents.Length
        && (before.Documents.IsEmpty || ReferenceEquals(before.Documents[^1], book.Documents[before.Documents.Length - 1]));

    private sealed record Known(ConcordatConfig Config, OrderBook Book, ImmutableArray<OrderDocument> Orders);
}
