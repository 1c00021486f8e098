using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Concordat.Oversight.Documents;

namespace Concordat.Oversight.Orders;

/// <summary>All orders and notices that were taken. Immutable; adding gives a new book. Nothing is ever taken out.</summary>
public sealed class OrderBook
{
    private readonly ImmutableDictionary<string, OrderDocument> _byId;
    private readonly ILookup<string, OrderDocument> _notices;

    private OrderBook(OrderTerms terms, ImmutableArray<OrderDocument> documents)
    {
        (Terms, Documents) = (terms, documents);
        _byId = documents.ToImmutableDictionary(document => document.Id, StringComparer.Ordinal);
        _notices = documents.Where(document => document.Notice is not null).ToLookup(document => document.Notice!.Order, StringComparer.Ordinal);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', documents.Select(document => document.Hash).Order(StringComparer.Ordinal)))));
    }

    public OrderTerms Terms { get; }

    /// <summary>In the order in which they were taken.</summary>
    public ImmutableArray<OrderDocument> Documents { get; }

    /// <summary>Of all payload hashes, sorted: two nodes with the same hash have the same orders.</summary>
    public string Hash { get; }

    public static OrderBook Empty(OrderTerms terms) => new(terms, []);

    /// <summary>Reads stored documents again, signatures included: a row that nobody signed gives no order.</summary>
    /// <exception cref="OrderException">One is not valid under these terms.</exception>
    public static OrderBook Of(OrderTerms terms, IEnumerable<StoredDocument> stored) => Empty(terms).With(stored);

    /// <summary>This book and further stored documents.</summary>
    /// <exception cref="OrderException">One is not valid under these terms.</exception>
    public OrderBook With(IEnumerable<StoredDocument> stored)
    {
        var documents = Documents.ToBuilder();
        foreach (var row in stored)
        {
            var document = OrderReader.Read(row.Envelope, Terms);
            if (document.Id != row.Id || documents.Any(known => known.Id == document.Id))
            {
                throw new OrderException($"the store's document {row.Number} is `{document.Id}`, which it should not be");
            }

            documents.Add(document);
        }

        return new OrderBook(Terms, documents.ToImmutable());
    }

    public OrderDocument? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>What was said about an order, in the order in which it was taken.</summary>
    public IReadOnlyList<OrderDocument> NoticesOf(string order) => [.. _notices[order]];

    public IEnumerable<Order> Orders => Documents.Select(document => document.Order).OfType<Order>();

    /// <summary>An order as of a date.</summary>
    public OrderState At(Order order, DateTimeOffset now)
    {
        var successor = Orders.FirstOrDefault(other => other.Supersedes == order.Id);
        return OrderEvaluation.At(_byId[order.Id], NoticesOf(order.Id), successor, Terms, now);
    }

    /// <summary>What orders mean for one use of one deployment as of a date; each is judged by itself, and the strictest in force governs.</summary>
    public OrderRuling For(OrderSubject subject, DateTimeOffset now)
    {
        var (standing, governing) = (OrderStanding.None, (Order?)null);
        foreach (var order in Orders)
        {
            var found = For(order, subject, now).Standing;
            if (found > standing)
            {
                (standing, governing) = (found, order);
            }
        }

        return new OrderRuling(standing, governing?.Id);
    }

    /// <summary>What one order means for one use of one deployment, and why.</summary>
    public (OrderStanding Standing, string Because) For(Order order, OrderSubject subject, DateTimeOffset now)
    {
        if (!order.Covers(subject))
        {
            return (OrderStanding.None, "does not name this use");
        }

        var state = At(order, now);
        if (!state.InForce)
        {
            return (OrderStanding.None, state.Because);
        }

        if (OrderEvaluation.Spares(order, NoticesOf(order.Id), subject.UseCase, now) is { } spared)
        {
            return (OrderStanding.None, spared);
        }

        return state.Standing == OrderStanding.Restriction && order.PhaseOutUses is { } allowed && !allowed.Contains(subject.UseCase, StringComparer.OrdinalIgnoreCase)
            ? (OrderStanding.StopUse, $"in force: `{subject.UseCase}` is none of the uses that may go on during the phase-out")
            : (state.Standing, state.Because);
    }

    /// <summary>The next moment at which any order may read otherwise; null for never.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now) => Orders.Select(order => At(order, now).Changes).Min();
}
