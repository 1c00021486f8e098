using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Orders;

/// <summary>Decides whether a document is taken into a book: who may sign what, and what fits what is there. Pure.</summary>
public static class OrderIntake
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Checks an envelope against all that is known.</summary>
    /// <param name="revoked">Keys whose signatures count no more; what they signed and was taken before stays.</param>
    /// <returns>The document; null when it is there already, byte for byte the same payload.</returns>
    /// <exception cref="OrderException">Why it is not taken.</exception>
    public static OrderDocument? Check(ReadOnlySpan<byte> envelope, OrderBook book, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now)
    {
        var document = OrderReader.Read(envelope, book.Terms);
        if (book.Find(document.Id) is { } known)
        {
            return known.Hash == document.Hash
                ? null
                : throw new OrderException($"there is another document `{document.Id}` already; no order is changed, so give the new one an id of its own and let it supersede the old");
        }

        if (document.Signers.FirstOrDefault(signer => revoked.Has(signer.Key)) is { } stolen)
        {
            throw new OrderException($"`{document.Id}` is signed with a key of `{stolen.Id}` that was revoked");
        }

        if (!document.Issuer.Acts.Contains(document.Act))
        {
            throw new OrderException($"`{document.Issuer.Id}` may not sign `{document.Act}`: `orders.issuers` allows {(document.Issuer.Acts.Count == 0 ? "nothing any more" : string.Join(", ", document.Issuer.Acts.Order(StringComparer.Ordinal)))}");
        }

        if (document.Order is { } order)
        {
            CheckOrder(order, document, book, now);
        }
        else
        {
            CheckNotice(document.Notice!, document, book, now);
        }

        return document;
    }

    private static void CheckOrder(Order order, OrderDocument document, OrderBook book, DateTimeOffset now)
    {
        NotFromTheFuture(order.Issued, now);
        if (order.Expires <= now)
        {
            throw new OrderException($"`{order.Id}` expired before it came");
        }

        if (order.Supersedes is not { } old)
        {
            return;
        }

        if (book.Find(old) is not { Order: not null } replaced)
        {
            throw new OrderException($"`{order.Id}` supersedes `{old}`, and there is no such order");
        }

        if (!document.Issuer.SpeaksFor(replaced.Issuer))
        {
            throw new OrderException($"`{order.Id}` supersedes `{old}`, which `{replaced.Issuer.Id}` issued: only that side can replace it");
        }

        if (book.Orders.FirstOrDefault(other => other.Supersedes == old) is { } already)
        {
            throw new OrderException($"`{old}` is superseded by `{already.Id}` already; supersede that one");
        }
    }

    private static void CheckNotice(OrderNotice notice, OrderDocument document, OrderBook book, DateTimeOffset now)
    {
        NotFromTheFuture(notice.Issued, now);
        if (book.Find(notice.Order) is not { Order: { } order } about)
        {
            throw new OrderException($"`{notice.Id}` is about `{notice.Order}`, and there is no such order; apply the order first");
        }

        switch (notice.Kind)
        {
            case NoticeKind.Lift or NoticeKind.Waive when !document.Issuer.SpeaksFor(about.Issuer):
                throw new OrderException($"`{order.Id}` was issued by `{about.Issuer.Id}`: only that side can {document.Act} it");
            case NoticeKind.Confirm when order.Action != OrderAction.Suspend:
                throw new OrderException($"`{order.Id}` is no suspension, and needs no confirmation");
            case NoticeKind.Confirm when document.Issuer.Party is null || document.Issuer.SpeaksFor(about.Issuer):
                throw new OrderException($"`{order.Id}` needs the confirmation of another party than `{about.Issuer.Party ?? about.Issuer.Id}`");
            case NoticeKind.Confirm when notice.From >= order.Effective + book.Terms.Emergency:
                throw new OrderException($"`{order.Id}` had lapsed by then; issue a new suspension");
            case NoticeKind.Report when order.Milestones?.Any(milestone => milestone.Stage == notice.Stage) != true:
                throw new OrderException($"`{order.Id}` has no such milestone");
        }
    }

    private static void NotFromTheFuture(DateTimeOffset issued, DateTimeOffset now)
    {
        if (issued > now + ClockSkew)
        {
            throw new OrderException("`issued` is in the future; check the clock of whoever signed");
        }
    }
}
