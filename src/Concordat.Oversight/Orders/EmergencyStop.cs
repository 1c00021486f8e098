namespace Concordat.Oversight.Orders;

/// <summary>What one party can stop by itself: at once, for no longer than the agreement lets it, and not the same again soon after.</summary>
internal static class EmergencyStop
{
    /// <param name="terms">Those that count for this one.</param>
    /// <exception cref="OrderException">It is no joint act, and the agreement does not let one party do it.</exception>
    public static void Check(Order order, OrderDocument document, OrderBook book, OrderTerms terms, DateTimeOffset now)
    {
        if (terms.Joint is { } joint && !joint.Order(StringComparer.Ordinal).SequenceEqual(order.JointRoles().Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw new OrderException(
                $"`{order.Id}` counts the signatures of {JointAct.Roles(document)}, and the agreement lets {string.Join(" and ", joint.Select(role => $"`{role}`"))} suspend together; write these as `joint`");
        }

        if (JointAct.IsJoint(document, []))
        {
            return;
        }

        if (terms.Emergency is not { } emergency || document.Issuer.Voice is not { } party || !emergency.By.Contains(party, StringComparer.Ordinal))
        {
            throw new OrderException(
                $"`{order.Id}` is not signed by {JointAct.Roles(document)} together, and the agreement lets `{document.Issuer.Party ?? document.Issuer.Id}` stop nothing alone; let the others sign it too, or amend `terms.suspension`");
        }

        if (order.Effective > order.Issued + OrderIntake.ClockSkew)
        {
            throw new OrderException($"`{order.Id}` is signed by one party and begins later than it was issued: an emergency stop begins at once; let all parties sign one that begins later");
        }

        if (order.LapsesAt() <= now)
        {
            throw new OrderException($"`{order.Id}` had lapsed before it came; sign a new one");
        }

        var longest = TimeSpan.FromHours(emergency.LongestHours);
        if (order.LapsesAt() - order.Effective > longest)
        {
            throw new OrderException($"`{order.Id}` would hold for {Hours(order.LapsesAt() - order.Effective)} hours unless confirmed, and the agreement lets one party stop for {Hours(longest)}; sign one with a `lapses` that is no later than that");
        }

        var gap = TimeSpan.FromDays(emergency.GapDays);
        var before = book.Documents.FirstOrDefault(earlier =>
            earlier.Order is { Action: OrderAction.Suspend } suspension
            && document.Issuer.SpeaksFor(earlier.Issuer)
            && !JointAct.IsJoint(earlier, book.NoticesOf(earlier.Id))
            && order.Effective < EndOf(earlier, book) + gap
            && Meets(order, suspension));
        if (before is not null)
        {
            throw new OrderException(
                $"`{order.Id}` would stop what `{before.Id}` of the same side stopped, less than {gap.TotalDays:0} days after its end: one party does not stop the same again and again; let the others confirm `{before.Id}`, or sign this one with them");
        }
    }

    private static DateTimeOffset EndOf(OrderDocument stop, OrderBook book)
    {
        var end = stop.Order!.LapsesAt();
        foreach (var lift in book.NoticesOf(stop.Id).Where(notice => notice.Notice!.Kind == NoticeKind.Lift))
        {
            end = lift.Notice!.From < end ? lift.Notice.From : end;
        }

        // A stop has not ended before it began, whatever was said about it.
        end = stop.Order.Expires < end ? stop.Order.Expires.Value : end;
        return end > stop.Order.Effective ? end : stop.Order.Effective;
    }

    // Whether some use can be under both; in doubt it can.
    private static bool Meets(Order one, Order other) =>
        one.Targets.Any(target => other.Targets.Any(target.Meets)) && (one.Scope is null || other.Scope is null || one.Scope.Meets(other.Scope));

    private static string Hours(TimeSpan time) => Math.Ceiling(time.TotalHours).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}
