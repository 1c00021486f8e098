using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Concordat.Oversight.Documents;

namespace Concordat.Oversight.Orders;

/// <summary>All orders and notices that were taken. Immutable; adding gives a new book. Nothing is ever taken out.</summary>
public sealed class OrderBook
{
    private static readonly ImmutableDictionary<string, OrderDocument> Nothing = ImmutableDictionary.Create<string, OrderDocument>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, OrderDocument> _byId;
    private readonly ImmutableDictionary<string, OrderDocument> _successors; // by the order that they supersede
    private readonly ImmutableDictionary<string, ImmutableArray<OrderDocument>> _notices; // by the order that they are about
    private readonly Lazy<string> _hash;

    private OrderBook(
        OrderTerms terms, ImmutableArray<OrderDocument> documents, ImmutableDictionary<string, OrderDocument> byId,
        ImmutableDictionary<string, OrderDocument> successors, ImmutableDictionary<string, ImmutableArray<OrderDocument>> notices)
    {
        (Terms, Documents, _byId, _successors, _notices) = (terms, documents, byId, successors, notices);
        _hash = new Lazy<string>(() => HashOf(documents));
    }

    public OrderTerms Terms { get; }

    /// <summary>What was used since when, by which exclusions are judged; null where that is not asked: then they stop nothing that is in general use.</summary>
    public OrderUses? Uses { get; private init; }

    /// <summary>In the order in which they were taken.</summary>
    public ImmutableArray<OrderDocument> Documents { get; }

    /// <summary>Of all payload hashes, sorted: two nodes with the same hash have the same orders.</summary>
    public string Hash => _hash.Value;

    public static OrderBook Empty(OrderTerms terms) => new(terms, [], Nothing, Nothing, ImmutableDictionary.Create<string, ImmutableArray<OrderDocument>>(StringComparer.Ordinal));

    /// <summary>Reads stored documents again, signatures included: a row that nobody signed gives no order.</summary>
    /// <exception cref="OrderException">One is not valid under these terms.</exception>
    public static OrderBook Of(OrderTerms terms, IEnumerable<StoredDocument> stored) => Empty(terms).With(stored);

    /// <summary>This book and further stored documents.</summary>
    /// <exception cref="OrderException">One is not valid under these terms.</exception>
    public OrderBook With(IEnumerable<StoredDocument> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.Aggregate(this, (book, row) => book.With(row, OrderReader.Read(row.Envelope, Terms)));
    }

    /// <summary>This book and documents that were read and checked.</summary>
    /// <exception cref="OrderException">One of such an id is there.</exception>
    public OrderBook With(IEnumerable<OrderDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return documents.Aggregate(this, (book, document) => book.With(new StoredDocument(book.Documents.Length + 1, document.Id, [], default), document));
    }

    /// <summary>This book and one more document, read from a row.</summary>
    /// <exception cref="OrderException">The row says that it is another, or one of this id is there.</exception>
    internal OrderBook With(StoredDocument row, OrderDocument document)
    {
        if (document.Id != row.Id || _byId.ContainsKey(document.Id))
        {
            throw new OrderException($"the store's document {row.Number} is `{document.Id}`, which it should not be");
        }

        return new OrderBook(
            Terms,
            Documents.Add(document),
            _byId.Add(document.Id, document),
            document.Order?.Supersedes is { } old && !_successors.ContainsKey(old) ? _successors.Add(old, document) : _successors,
            document.Notice?.Order is { } about ? _notices.SetItem(about, _notices.GetValueOrDefault(about, []).Add(document)) : _notices)
        {
            Uses = Uses,
        };
    }

    /// <summary>The same documents, judged by what was used since when.</summary>
    public OrderBook Knowing(OrderUses? uses) => ReferenceEquals(uses, Uses) ? this : new OrderBook(Terms, Documents, _byId, _successors, _notices) { Uses = uses };

    public OrderDocument? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>What was said about an order, in the order in which it was taken.</summary>
    public IReadOnlyList<OrderDocument> NoticesOf(string order) => _notices.GetValueOrDefault(order, []);

    public IEnumerable<Order> Orders => Documents.Select(document => document.Order).OfType<Order>();

    /// <summary>The order that supersedes one; null where none does.</summary>
    public Order? SuccessorOf(string order) => _successors.GetValueOrDefault(order)?.Order;

    /// <summary>Ids of the suspensions and terminations that all parties together have signed and that are not over, in the order in which they were taken.</summary>
    public IEnumerable<string> Joint(DateTimeOffset now) => Documents.Where(document => IsJoint(document, now) && !IsOver(document.Order!, now)).Select(document => document.Id);

    /// <summary>Whether every one of these orders is one that all parties together have signed, as far as it is not over.</summary>
    /// <param name="joint">Ids, as <see cref="Joint"/> gave them at a moment.</param>
    /// <param name="now">That moment.</param>
    /// <param name="isWhole">Whether these are all; else others may have been joint too.</param>
    /// <exception cref="OrderException">One would be read as the act of one party, and end when it must not, or as the act of all, and not end when it must.</exception>
    public void RequireJoint(IReadOnlySet<string> joint, DateTimeOffset now, bool isWhole = true)
    {
        ArgumentNullException.ThrowIfNull(joint);
        foreach (var document in Documents.Where(document => document.Order is { Action: OrderAction.Suspend or OrderAction.Terminate }))
        {
            var (was, reads) = (joint.Contains(document.Id), IsJoint(document, now));
            if (was && !reads)
            {
                throw new OrderException(
                    $"`{document.Id}` was signed by {JointAct.Roles(document)} together, and cannot be read so any more: only {string.Join(" and ", document.Signers.Select(signer => $"`{signer.Id}`"))} of those who signed it is known, or known for a party; configure all of them in `orders.issuers`, with their party, and without acts where they no longer sign, or restore the store");
            }

            if (isWhole && reads && !was && document.Signers.Any(signer => signer is { IsAgreed: false, FormerParty: not null }) && !IsOver(document.Order!, now))
            {
                throw new OrderException(
                    $"`{document.Id}` was the stop of one party, and would be read as one by all of them: configure {string.Join(" and ", document.Signers.Select(signer => $"`{signer.Id}`"))} in `orders.issuers` with the party for which they signed");
            }
        }
    }

    private bool IsJoint(OrderDocument document, DateTimeOffset now) => document.Order?.Action switch
    {
        OrderAction.Suspend => JointAct.IsJoint(document, NoticesOf(document.Id), now),
        OrderAction.Terminate => Termination.IsWhole(document),
        _ => false,
    };

    /// <summary>Whether an order can bind nobody again, by what is known now. One that begins later is looked at as of then.</summary>
    public bool IsOver(Order order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        return At(order, order.Effective > now ? order.Effective : now).IsOver;
    }

    /// <summary>An order as of a date.</summary>
    public OrderState At(Order order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        return OrderEvaluation.At(_byId[order.Id], NoticesOf(order.Id), _successors.GetValueOrDefault(order.Id) is { } after ? (after, NoticesOf(after.Id)) : null, Terms, now);
    }

    /// <summary>All orders as of a date, each judged once; for whoever asks about many uses.</summary>
    public OrdersAsOf AsOf(DateTimeOffset now) => new(this, now);

    /// <summary>What orders mean for one use of one deployment as of a date; each is judged by itself, and the strictest in force governs.</summary>
    public OrderRuling For(OrderSubject subject, DateTimeOffset now) => AsOf(now).For(subject);

    /// <summary>What one order means for one use of one deployment, and why.</summary>
    public (OrderStanding Standing, string Because) For(Order order, OrderSubject subject, DateTimeOffset now) => For(At(order, now), subject, now);

    /// <summary>The same of an order that was judged as of that date already; for whoever asks about many uses.</summary>
    public (OrderStanding Standing, string Because) For(OrderState state, OrderSubject subject, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var order = state.Order;
        if (!order.Covers(subject))
        {
            return (OrderStanding.None, "does not name this use");
        }

        if (!state.InForce)
        {
            return (OrderStanding.None, state.Because);
        }

        if (OrderEvaluation.Spares(order, NoticesOf(order.Id), subject.UseCase, now) is { } spared)
        {
            return (OrderStanding.None, spared);
        }

        var standing = OrderEvaluation.StandingFor(state, subject, Uses);
        return (standing, standing == state.Standing ? state.Because
            : order.Action == OrderAction.Exclude ? $"in force: excluded from new use, and `{subject.UseCase}` had not used it when the order took effect"
            : $"in force: `{subject.UseCase}` is none of the uses that may go on during the phase-out");
    }

    private static string HashOf(ImmutableArray<OrderDocument> documents) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', documents.Select(document => document.Hash).Order(StringComparer.Ordinal)))));
}
