using Concordat.Oversight.Documents;
using Concordat.Oversight.Signers;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Orders;

/// <summary>Decides whether a document is taken into a book: who may sign what, and what fits what is there. Pure.</summary>
public static class OrderIntake
{
    /// <summary>Responses and reports about one order by one issuer.</summary>
    private const int MostSaid = 50;

    /// <summary>How far two clocks may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>How long an order may have been effective before it comes: the way from who signs it to who takes it.</summary>
    public static readonly TimeSpan OldestEffective = TimeSpan.FromDays(7);

    /// <summary>Checks an envelope against all that is known.</summary>
    /// <param name="revoked">Keys whose signatures count no more; what they signed and was taken before stays.</param>
    /// <returns>The document; null when it is there already, byte for byte the same payload.</returns>
    /// <exception cref="OrderException">Why it is not taken.</exception>
    public static OrderDocument? Check(ReadOnlySpan<byte> envelope, OrderBook book, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (Check(OrderReader.Read(envelope, book.Terms), book, book.Terms, revoked, now, now) is not { } document)
        {
            return null;
        }

        if (document.Order is { Action: OrderAction.Terminate } termination)
        {
            Termination.CheckNotice(termination, book.Terms, now); // to the second; a node that takes the row of another allows for its clock
        }

        return document.Notice is { OrderHash: null, Kind: NoticeKind.Confirm or NoticeKind.Lift or NoticeKind.Waive } unsure
            ? throw new OrderException($"`{unsure.Id}` has no `orderHash`: write `{book.Find(unsure.Order)!.Hash}` if you mean the order `{unsure.Order}` that is here, and read it before you sign")
            : document;
    }

    /// <param name="now">As of when it is judged who may sign what.</param>
    /// <param name="came">As of when it is judged whether it came too late.</param>
    private static OrderDocument? Check(OrderDocument document, OrderBook book, OrderTerms terms, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now, DateTimeOffset came)
    {
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

        if (document.Act is "suspend" or "confirm" && document.Signers.FirstOrDefault(signer => !signer.Acts.Contains("suspend") && !signer.Acts.Contains("confirm")) is { } beside)
        {
            throw new OrderException($"`{document.Id}` is signed by `{beside.Id}` too, who may neither `suspend` nor `confirm`: a party is joined by whoever may speak for it alone; sign it without");
        }

        if (JointFault(document, book) is { } unheard)
        {
            throw unheard;
        }

        if (document.Act is "lift" && document.Signers.FirstOrDefault(signer => !signer.Acts.Contains("lift")) is { } stranger)
        {
            throw new OrderException($"`{document.Id}` is signed by `{stranger.Id}` too, who may not `lift`: a party is joined by whoever may speak for it alone; sign it without, or add `lift` to its acts");
        }

        if (document.Order is { } order)
        {
            CheckOrder(order, document, book, terms, now, came);
        }
        else
        {
            CheckNotice(document.Notice!, document, book, now, came);
        }

        return document;
    }

    /// <summary>
    /// Takes rows of the store as this installation's own rules have it, each checked beside those before it: who wrote them into the store
    /// may have gone by other rules, or by none.
    /// </summary>
    /// <param name="since">
    /// When the store last had no more than the book has: a row cannot have been taken before, whatever it says. Null where nothing proves when rows were taken: then what could end an order
    /// or soften it counts as taken now, and what only restricts as taken when its row says, and not before it was signed.
    /// </param>
    /// <exception cref="OrderException">One would not have been taken.</exception>
    public static OrderBook Take(IEnumerable<StoredDocument> rows, OrderBook book, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset? since, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(revoked);
        foreach (var row in rows)
        {
            try
            {
                var read = OrderReader.Read(row.Envelope, book.Terms);

                // As of when it was taken, on whichever node: a key that was revoked just then was good when another node asked.
                var (earliest, latest) = ((since ?? IssuedOf(read)) - ClockSkew, now + ClockSkew);
                var taken = row.Taken < earliest ? earliest : row.Taken > latest ? latest : row.Taken;
                var judged = since is null && !Restricts(read) ? now : taken;
                var document = Check(read, book, book.Terms.At(judged), [.. revoked.Where(key => key.Revoked + ClockSkew <= judged)], judged, taken)
                    ?? throw new OrderException("it is there twice");
                book = book.With(row, document);
            }
            catch (OrderException fault)
            {
                throw new OrderException($"the store's document {row.Number}, `{Text.Displayable(row.Id, 64)}`, would not be taken: {fault.Message}", fault);
            }
        }

        return book;
    }

    private static DateTimeOffset IssuedOf(OrderDocument document) => document.Order?.Issued ?? document.Notice!.Issued;

    /// <summary>Whether a document ends no order and softens none.</summary>
    private static bool Restricts(OrderDocument document) => document.Order is { } order
        ? order.Supersedes is null
        : document.Notice!.Kind is NoticeKind.Confirm or NoticeKind.Deny or NoticeKind.Respond or NoticeKind.Report;

    // Who may not end a suspension joins nobody who ends one by a waiver, or by an order in its place.
    private static OrderException? JointFault(OrderDocument document, OrderBook book)
    {
        var ended = document.Act is "waive" ? document.Notice!.Order : document.Order?.Supersedes;
        return ended is not null && book.Find(ended)?.Order?.Action == OrderAction.Suspend
            && document.Signers.Skip(1).FirstOrDefault(signer => !signer.Acts.Contains("lift") && !signer.Acts.Contains(document.Act)) is { } stranger
            ? new OrderException($"`{document.Id}` is signed by `{stranger.Id}` too, who may neither `lift` nor `{document.Act}`: a party is joined by whoever may speak for it alone; sign it without")
            : null;
    }

    private static void CheckOrder(Order order, OrderDocument document, OrderBook book, OrderTerms terms, DateTimeOffset now, DateTimeOffset came)
    {
        NotFromTheFuture(order.Issued, now);
        if (order.Expires <= came)
        {
            throw new OrderException($"`{order.Id}` expired before it came");
        }

        if (order.Effective < came - OldestEffective)
        {
            throw new OrderException($"`{order.Id}` would have been effective {OldestEffective.TotalDays:0} days ago or earlier: an order does not reach back; issue it anew");
        }

        if (order.Action == OrderAction.Suspend)
        {
            EmergencyStop.Check(order, document, book, terms, came);
        }
        else if (order.Action == OrderAction.Terminate)
        {
            Termination.Check(document, terms);
            Termination.CheckNotice(order, terms, came - ClockSkew);
        }

        if (order.Supersedes is not { } old)
        {
            return;
        }

        if (book.Find(old) is not { Order: not null } replaced)
        {
            throw new OrderException($"`{order.Id}` supersedes `{old}`, and there is no such order");
        }

        if (replaced.Order.Action == OrderAction.Terminate)
        {
            throw Termination.NoEnd(document, replaced, "supersede");
        }

        if (!document.Issuer.SpeaksFor(replaced.Issuer))
        {
            throw new OrderException($"`{order.Id}` supersedes `{old}`, which `{replaced.Issuer.Id}` issued: only that side can replace it");
        }

        if (replaced.Order.Action == OrderAction.Suspend && !JointAct.HaveAllSigned(document, replaced))
        {
            if (order.Effective > order.Issued + ClockSkew)
            {
                throw new OrderException($"`{order.Id}` supersedes the suspension `{old}` later than it was issued: by then others may have confirmed it; let all parties sign it, or let it begin at once");
            }

            JointAct.Check(document, replaced, book, now, "supersede");
        }

        if (book.Orders.FirstOrDefault(other => other.Supersedes == old) is { } already)
        {
            throw new OrderException($"`{old}` is superseded by `{already.Id}` already; supersede that one");
        }
    }

    private static void CheckNotice(OrderNotice notice, OrderDocument document, OrderBook book, DateTimeOffset now, DateTimeOffset came)
    {
        NotFromTheFuture(notice.Issued, now);
        if (book.Find(notice.Order) is not { Order: { } order } about)
        {
            throw new OrderException($"`{notice.Id}` is about `{notice.Order}`, and there is no such order; apply the order first");
        }

        if (notice.OrderHash is { } hash && hash != about.Hash)
        {
            throw new OrderException($"`{notice.Id}` means another document `{order.Id}` than the one that is here, whose SHA-256 is `{about.Hash}`");
        }

        if (notice.Kind is NoticeKind.Lift or NoticeKind.Waive && order.Action == OrderAction.Suspend)
        {
            JointAct.Check(document, about, book, now > notice.From ? now : notice.From, document.Act);
        }

        switch (notice.Kind)
        {
            case NoticeKind.Lift or NoticeKind.Waive or NoticeKind.Confirm when order.Action == OrderAction.Terminate:
                throw Termination.NoEnd(document, about, document.Act);
            case NoticeKind.Lift or NoticeKind.Waive when !document.Issuer.SpeaksFor(about.Issuer) && !(order.Action == OrderAction.Suspend && JointAct.HaveAllSigned(document, about)):
                throw new OrderException($"`{order.Id}` was issued by `{about.Issuer.Id}`: only that side can {document.Act} it");
            case NoticeKind.Stay or NoticeKind.Enjoin or NoticeKind.Vacate when order.Action is OrderAction.Suspend or OrderAction.Terminate && !document.Issuer.IsAgreed:
                throw new OrderException($"`{notice.Id}` is recorded by `{document.Issuer.Id}`, whom the agreement does not name: a {(order.Action == OrderAction.Suspend ? "suspension" : "termination")} rests or ends by what somebody records whom `terms.orders.issuers` names");
            case NoticeKind.Stay or NoticeKind.Enjoin or NoticeKind.Vacate when notice.From < came - OldestEffective:
                throw new OrderException($"`{notice.Id}` would hold since more than {OldestEffective.TotalDays:0} days before it came: what was done since then was done under the order; sign one with a later `from`, and name the day of the decision in `reason`");
            case NoticeKind.Confirm when order.Action != OrderAction.Suspend:
                throw new OrderException($"`{order.Id}` is no suspension, and needs no confirmation");
            case NoticeKind.Confirm when about.Issuer is { IsAgreed: false, FormerParty: not null }:
                throw new OrderException($"`{order.Id}` was issued by `{about.Issuer.Id}`, who speaks for no party any more: let all parties sign a suspension of their own");
            case NoticeKind.Confirm when document.Issuer.Voice is null || document.Issuer.SpeaksFor(about.Issuer):
                throw new OrderException($"`{order.Id}` needs the confirmation of another party than `{about.Issuer.Party ?? about.Issuer.Id}`");
            case NoticeKind.Confirm or NoticeKind.Lift or NoticeKind.Waive when notice.From < notice.Issued:
                throw new OrderException($"`{notice.Id}` would hold before it was signed: a {Noun(notice.Kind)} does not reach back");
            case NoticeKind.Confirm or NoticeKind.Respond or NoticeKind.Report when notice.Until is not null:
                throw new OrderException($"`{notice.Id}` is a {Noun(notice.Kind)}, which holds for good: leave `until` out");
            case NoticeKind.Respond or NoticeKind.Report when book.NoticesOf(order.Id).Count(said => said.Notice!.Kind is NoticeKind.Respond or NoticeKind.Report && said.Issuer.Id == document.Issuer.Id) >= MostSaid:
                throw new OrderException($"`{document.Issuer.Id}` has said {MostSaid} things about `{order.Id}` already, and no more are taken");
            case NoticeKind.Confirm when IsLifted(about, book, now):
                throw new OrderException($"`{order.Id}` was lifted: a confirmation does not bring it back; issue a new suspension");
            case NoticeKind.Confirm when notice.From >= order.LapsesAt() || now >= order.LapsesAt():
                throw new OrderException($"`{order.Id}` had lapsed by then; issue a new suspension");
            case NoticeKind.Report when !order.Calendar().Any(milestone => milestone.Stage == notice.Stage)
                && !(notice.Stage == MilestoneStage.Certify && order.Action is OrderAction.Remove or OrderAction.Terminate):
                throw new OrderException($"`{order.Id}` has no such milestone");
        }
    }

    private static string Noun(NoticeKind kind) => kind switch
    {
        NoticeKind.Confirm => "confirmation",
        NoticeKind.Waive => "waiver",
        NoticeKind.Respond => "response",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static bool IsLifted(OrderDocument order, OrderBook book, DateTimeOffset now) => book.NoticesOf(order.Id) is var notices
        && notices.Any(notice => notice.Notice!.Kind == NoticeKind.Lift && notice.Notice.From <= now && JointAct.Ends(notice, order, notices));

    private static void NotFromTheFuture(DateTimeOffset issued, DateTimeOffset now)
    {
        if (issued > now + ClockSkew)
        {
            throw new OrderException("`issued` is in the future; check the clock of whoever signed");
        }
    }
}
