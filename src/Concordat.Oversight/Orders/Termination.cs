using System.Globalization;

namespace Concordat.Oversight.Orders;

/// <summary>The end of a use for good: signed by all who terminate together in one document, with the notice that was agreed, and undone by no later document about it.</summary>
internal static class Termination
{
    /// <summary>Whether all who terminate together have signed it. Nothing that is signed later makes up for one who is missing.</summary>
    public static bool IsWhole(OrderDocument termination) => JointAct.IsJoint(termination, []);

    /// <param name="terms">Those that count for this one.</param>
    /// <exception cref="OrderException">It is none that the agreement lets these sign.</exception>
    public static void Check(OrderDocument document, OrderTerms terms)
    {
        var order = document.Order!;
        if (terms.TerminationJoint is { } joint && !joint.Order(StringComparer.Ordinal).SequenceEqual(order.JointRoles().Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw new OrderException(
                $"`{order.Id}` counts the signatures of {JointAct.Roles(document)}, and the agreement lets {string.Join(" and ", joint.Select(role => $"`{role}`"))} terminate together; write these as `joint`");
        }

        if (document.Signers.FirstOrDefault(signer => !signer.Acts.Contains("terminate")) is { } stranger)
        {
            throw new OrderException($"`{order.Id}` is signed by `{stranger.Id}` too, who may not `terminate`: a party is joined by whoever may speak for it alone; sign it without, or add `terminate` to its acts");
        }

        if (!IsWhole(document))
        {
            throw new OrderException(
                $"`{order.Id}` is not signed by {JointAct.Roles(document)} together: no party terminates alone, for however short a time, and no later document joins it; let the others sign this one too");
        }
    }

    /// <param name="came">When it came; whoever signed it may have written an earlier day.</param>
    /// <exception cref="OrderException">It would be effective before the notice that was agreed is over.</exception>
    public static void CheckNotice(Order order, OrderTerms terms, DateTimeOffset came)
    {
        // Signed long ago and handed in now is no notice: nobody could know of it.
        var given = came - OrderIntake.OldestEffective is var oldest && order.Issued < oldest ? oldest : order.Issued;
        if (order.Effective < given + TimeSpan.FromDays(terms.TerminationNoticeDays))
        {
            throw new OrderException(string.Create(
                CultureInfo.InvariantCulture,
                $"`{order.Id}` would be effective on {order.Effective.UtcDateTime:yyyy-MM-dd}, and the agreement names {terms.TerminationNoticeDays} days of notice: sign one that is effective on {(given + TimeSpan.FromDays(terms.TerminationNoticeDays + 1)).UtcDateTime:yyyy-MM-dd} or later"));
        }
    }

    /// <summary>The fault of a document that would end a termination, soften it, or join it.</summary>
    public static OrderException NoEnd(OrderDocument document, OrderDocument termination, string act) => new(
        $"`{document.Id}` would {act} `{termination.Id}`, which is a termination: it is for good, and ends where all parties sign an agreement that names it in `terms.termination.ended`");
}
