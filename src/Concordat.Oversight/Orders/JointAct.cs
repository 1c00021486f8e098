namespace Concordat.Oversight.Orders;

/// <summary>What the parties do together, and undo together.</summary>
internal static class JointAct
{
    /// <summary>Whether all who suspend together have signed a suspension or confirmed it.</summary>
    /// <param name="notices">What was said about it, as far as it is to count.</param>
    /// <remarks>Who signed it then and speaks for no party now counts still: no amendment makes the stop of one party out of a joint one.</remarks>
    public static bool IsJoint(OrderDocument suspension, IEnumerable<OrderDocument> notices) => HaveSigned(
        suspension.Signers.Concat(notices.Where(notice => notice.Notice!.Kind == NoticeKind.Confirm).SelectMany(notice => notice.Signers)).Select(signer => signer.StandingVoice), suspension);

    /// <summary>The same, as of a moment.</summary>
    public static bool IsJoint(OrderDocument suspension, IEnumerable<OrderDocument> notices, DateTimeOffset at) =>
        IsJoint(suspension, notices.Where(notice => notice.Notice!.From <= at));

    /// <summary>Whether all who suspend together have signed a document about a suspension, in the name of parties for which they speak now.</summary>
    public static bool HaveAllSigned(OrderDocument document, OrderDocument suspension) => HaveSigned(document.Signers.Select(signer => signer.Voice), suspension);

    /// <summary>Whether a lift ends its order: a joint suspension ends only by one that all have signed.</summary>
    public static bool Ends(OrderDocument lift, OrderDocument about, IReadOnlyList<OrderDocument> notices) =>
        about.Order!.Action != OrderAction.Suspend || HaveAllSigned(lift, about) || !IsJoint(about, notices, lift.Notice!.From);

    /// <summary>Checks who signed what would end a suspension, or spare from it.</summary>
    /// <exception cref="OrderException">It is joint, and not all have signed.</exception>
    public static void Check(OrderDocument document, OrderDocument suspension, OrderBook book, DateTimeOffset at, string act)
    {
        if (IsJoint(suspension, book.NoticesOf(suspension.Id), at) && !HaveAllSigned(document, suspension))
        {
            throw new OrderException(
                $"`{document.Id}` would {act} `{suspension.Id}`, which {Roles(suspension)} suspended together: it needs the signatures of all of them");
        }
    }

    /// <summary>The roles that suspend together, in words.</summary>
    public static string Roles(OrderDocument suspension) => string.Join(" and ", suspension.Order!.JointRoles().Select(role => $"`{role}`"));

    private static bool HaveSigned(IEnumerable<string?> voices, OrderDocument suspension) =>
        !suspension.Order!.JointRoles().Except(voices, StringComparer.Ordinal).Any();
}
