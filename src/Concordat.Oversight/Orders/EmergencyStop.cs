namespace Concordat.Oversight.Orders;

/// <summary>What one party can stop by itself: at once, for as long as an emergency lasts, and not the same again soon after.</summary>
internal static class EmergencyStop
{
    /// <exception cref="OrderException">It is no joint act, and begins later than it was signed or too soon after the last.</exception>
    public static void Check(Order order, OrderDocument document, OrderBook book, DateTimeOffset now)
    {
        if (IsJoint(document, [], book.Terms))
        {
            return;
        }

        if (order.Effective > order.Issued + OrderIntake.ClockSkew)
        {
            throw new OrderException($"`{order.Id}` is signed by one party and begins later than it was issued: an emergency stop begins at once; let all parties sign one that begins later");
        }

        var before = book.Documents.FirstOrDefault(earlier =>
            earlier.Order is { Action: OrderAction.Suspend } suspension
            && document.Issuer.SpeaksFor(earlier.Issuer)
            && !IsJoint(earlier, book.NoticesOf(earlier.Id), book.Terms)
            && order.Effective < EndOf(suspension, book) + OrderTerms.EmergencyGap
            && Meets(order, suspension));
        if (before is not null)
        {
            throw new OrderException(
                $"`{order.Id}` would stop what `{before.Id}` of the same side stopped, less than {OrderTerms.EmergencyGap.TotalDays:0} days after its end: one party does not stop the same again and again; let the others confirm `{before.Id}`, or sign this one with them");
        }
    }

    /// <summary>Whether all parties have signed a suspension or confirmed it.</summary>
    /// <param name="notices">What was said about it, as far as it is to count.</param>
    public static bool IsJoint(OrderDocument document, IEnumerable<OrderDocument> notices, OrderTerms terms)
    {
        var joined = document.Signers.Concat(notices.Where(notice => notice.Notice!.Kind == NoticeKind.Confirm).SelectMany(notice => notice.Signers)).Select(signer => signer.Party);
        return !terms.Parties.Except(joined, StringComparer.Ordinal).Any();
    }

    private static DateTimeOffset EndOf(Order suspension, OrderBook book)
    {
        var end = suspension.Effective + book.Terms.Emergency;
        foreach (var lift in book.NoticesOf(suspension.Id).Where(notice => notice.Notice!.Kind == NoticeKind.Lift))
        {
            end = lift.Notice!.From < end ? lift.Notice.From : end;
        }

        return suspension.Expires < end ? suspension.Expires.Value : end;
    }

    // Whether some use can be under both; in doubt it can.
    private static bool Meets(Order one, Order other) =>
        one.Targets.Any(target => other.Targets.Any(target.Meets)) && (one.Scope is null || other.Scope is null || one.Scope.Meets(other.Scope));
}
