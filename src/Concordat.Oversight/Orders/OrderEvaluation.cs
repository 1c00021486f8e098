using System.Collections.Immutable;
using System.Globalization;

namespace Concordat.Oversight.Orders;

/// <summary>What one order means as of a date: a pure function of the order, what was said about it, and the date.</summary>
internal sealed class OrderEvaluation
{
    private readonly OrderDocument _document;
    private readonly Order _order;
    private readonly IReadOnlyList<OrderDocument> _notices;
    private readonly OrderTerms _terms;
    private readonly DateTimeOffset _now;
    private readonly ImmutableArray<string>.Builder _steps = ImmutableArray.CreateBuilder<string>();
    private DateTimeOffset? _next;
    private bool _isJoint;
    private bool _isOver;

    private OrderEvaluation(OrderDocument document, IReadOnlyList<OrderDocument> notices, OrderTerms terms, DateTimeOffset now)
    {
        (_document, _order, _notices, _terms, _now) = (document, document.Order!, notices, terms, now);
    }

    /// <param name="successor">The order that supersedes it, with what was said about that; null when none does.</param>
    public static OrderState At(
        OrderDocument document, IReadOnlyList<OrderDocument> notices, (OrderDocument Document, IReadOnlyList<OrderDocument> Notices)? successor, OrderTerms terms, DateTimeOffset now) =>
        new OrderEvaluation(document, notices, terms, now).Run(successor);

    /// <summary>Whether a use that the order covers is spared then, by the order itself or by a waiver; and by what.</summary>
    public static string? Spares(Order order, IReadOnlyList<OrderDocument> notices, string useCase, DateTimeOffset now)
    {
        if (order.Exemptions?.FirstOrDefault(e => now < e.Expires && e.UseCase.Equals(useCase, StringComparison.OrdinalIgnoreCase)) is { } exemption)
        {
            return $"exempted until {Day(exemption.Expires)}";
        }

        return order.Action == OrderAction.Terminate ? null : notices.Select(document => document.Notice!)
            .FirstOrDefault(notice => notice.Kind == NoticeKind.Waive && notice.HoldsAt(now) && notice.UseCases!.Contains(useCase, StringComparer.OrdinalIgnoreCase)) is { } waiver
            ? $"waived by `{waiver.Id}` until {Day(waiver.Until!.Value)}"
            : null;
    }

    /// <summary>What an order in force means for a use that it covers and does not spare: a phase-out can leave it out, and an exclusion stops what had not begun.</summary>
    /// <param name="uses">What was used since when; null where that is not asked.</param>
    public static OrderStanding StandingFor(OrderState state, OrderSubject subject, OrderUses? uses) => state.Standing != OrderStanding.Restriction ? state.Standing
        : state.Order.PhaseOutUses is { } allowed && !allowed.Contains(subject.UseCase, StringComparer.OrdinalIgnoreCase) ? OrderStanding.StopUse
        : state.Order.Action == OrderAction.Exclude && uses?.Began(state.Order, subject) == false ? OrderStanding.StopUse
        : state.Standing;

    /// <summary>The strictest that an order can mean for any use.</summary>
    public static OrderStanding StrictestOf(OrderState state) =>
        state.Standing == OrderStanding.Restriction && (state.Order.PhaseOutUses is not null || state.Order.Action == OrderAction.Exclude) ? OrderStanding.StopUse : state.Standing;

    private OrderState Run((OrderDocument Document, IReadOnlyList<OrderDocument> Notices)? successor)
    {
        // Every date that can change the answer later, whatever decides now.
        Watch(_order.Effective, _order.Expires, _order.CompleteBy(), successor?.Document.Order!.Effective);
        foreach (var exemption in _order.Exemptions ?? [])
        {
            Watch(exemption.Expires);
        }

        // What is only said changes nothing.
        foreach (var notice in _notices.Concat(successor?.Notices ?? []).Where(static each => each.Notice!.Kind is not (NoticeKind.Respond or NoticeKind.Report)))
        {
            Watch(notice.Notice!.From, notice.Notice.Until);
        }

        var standing = Decide(successor);
        return new OrderState(_order, standing != OrderStanding.None, standing, _steps.ToImmutable(), _isJoint, _next) { IsOver = _isOver };
    }

    private OrderStanding Decide((OrderDocument Document, IReadOnlyList<OrderDocument> Notices)? successor)
    {
        if (_now < _order.Effective)
        {
            return Not(_order.Action == OrderAction.Terminate
                ? $"terminates on {Day(_order.Effective)}; notice was given on {Day(_order.Issued)}"
                : $"not effective before {Day(_order.Effective)}");
        }

        _steps.Add($"effective since {Day(_order.Effective)}, under {string.Join(", ", _order.LegalBasis.Select(basis => basis.Cite))}");
        if (_order.Expires <= _now)
        {
            return Over($"expired on {Day(_order.Expires.Value)}");
        }

        if (_order.Action == OrderAction.Terminate)
        {
            return Terminated();
        }

        if (successor is var (after, said) && after.Order!.Effective <= _now)
        {
            if (HasTaken(after, said))
            {
                return Over($"superseded by `{after.Id}` on {Day(after.Order.Effective)}");
            }

            _steps.Add($"`{after.Id}` was to supersede it on {Day(after.Order.Effective)}, and does not: it was not in force then, or a court has stayed or vacated it");
        }

        if (Said(NoticeKind.Lift, document => JointAct.Ends(document, _document, _notices)) is { } lift)
        {
            return Over($"lifted by `{lift.Id}` on {Day(lift.From)}");
        }

        foreach (var unheard in _notices.Where(notice => notice.Notice!.Kind == NoticeKind.Lift && notice.Notice.From <= _now))
        {
            _steps.Add($"`{unheard.Id}` does not lift it: it is not signed by all who suspended together, as the agreement in force names them");
        }

        return Judged(Standing);
    }

    /// <summary>Whether a successor took its predecessor's place: it was in force when it was to begin, and no court keeps it from holding now.</summary>
    private bool HasTaken(OrderDocument successor, IReadOnlyList<OrderDocument> said)
    {
        var then = new OrderEvaluation(successor, said, _terms, successor.Order!.Effective);
        var now = new OrderEvaluation(successor, said, _terms, _now);
        return then.Decide(successor: null) != OrderStanding.None && now.Vacated() is null && now.StayInForce() is null;
    }

    // Nothing that was said about it counts but what a court has decided.
    private OrderStanding Terminated()
    {
        if (!Termination.IsWhole(_document))
        {
            return Not($"no termination: it is not signed by {JointAct.Roles(_document)} together");
        }

        return _terms.Ended.Contains(_document.Hash) && _terms.Since <= _now
            ? Over($"ended by the agreement that took effect on {Day(_terms.Since)}, which names it")
            : Judged(() => In(OrderStanding.StopUse, "in force: terminated by all parties together, for good"));
    }

    private void NameFormer()
    {
        foreach (var former in _document.Signers.Where(signer => signer is { IsAgreed: false, FormerParty: not null }))
        {
            _steps.Add($"`{former.Id}`, who signed it, speaks for no party any more: it stands as it was signed, and those who speak for the parties now lift it together");
        }
    }

    private OrderStanding Judged(Func<OrderStanding> otherwise)
    {
        if (Vacated() is { } vacated)
        {
            return Over($"vacated by {vacated.Court}, {vacated.Docket}, on {Day(vacated.From)}");
        }

        return StayInForce() is { } stay
            ? Not($"{(stay.Kind == NoticeKind.Stay ? "stayed" : "enjoined")} by {stay.Court}, {stay.Docket}, since {Day(stay.From)}{(stay.Until is { } until ? $" until {Day(until)}" : "")}")
            : otherwise();
    }

    // Under one docket the newest decision counts; one docket that stays is enough.
    private OrderNotice? StayInForce()
    {
        OrderNotice? found = null;
        var dockets = _notices.Where(Counts).Select(document => document.Notice!)
            .Where(notice => notice.Kind is NoticeKind.Stay or NoticeKind.Enjoin or NoticeKind.Deny && notice.From <= _now)
            .GroupBy(notice => (notice.Court!.ToUpperInvariant(), notice.Docket!.ToUpperInvariant()));
        foreach (var docket in dockets)
        {
            var newest = Newest(docket);
            if (newest.Kind == NoticeKind.Deny)
            {
                _steps.Add($"a stay was denied by {newest.Court}, {newest.Docket}, on {Day(newest.From)}");
            }
            else if (newest.HoldsAt(_now))
            {
                found ??= newest;
            }
            else
            {
                _steps.Add($"the stay by {newest.Court}, {newest.Docket}, ended on {Day(newest.Until!.Value)}");
            }
        }

        return found;
    }

    // Of decisions of one moment the strictest counts, whichever came first: one that denies, then the stay that ends soonest.
    private static OrderNotice Newest(IEnumerable<OrderNotice> docket) =>
        docket.MaxBy(notice => (notice.From, notice.Kind == NoticeKind.Deny, -(notice.Until ?? DateTimeOffset.MaxValue).UtcTicks))!;

    private OrderStanding Standing()
    {
        switch (_order.Action)
        {
            case OrderAction.Restrict:
                return In(OrderStanding.Restriction, "in force: nothing new begins");
            case OrderAction.Exclude:
                return In(OrderStanding.Restriction, "in force: excluded from new use");
            case OrderAction.Suspend:
                return Suspension();
            default:
                if (_order.CompleteBy() is not { } complete)
                {
                    return In(OrderStanding.StopUse, "in force: use has ended");
                }

                return _now < complete
                    ? In(OrderStanding.Restriction, $"in force: being phased out, complete by {Day(complete)}")
                    : In(OrderStanding.StopUse, $"in force: the phase-out was to be complete by {Day(complete)}");
        }
    }

    private OrderStanding Suspension()
    {
        _isJoint = JointAct.IsJoint(_document, _notices, _now);
        if (_isJoint)
        {
            NameFormer();
            return In(OrderStanding.Suspension, "in force: suspended by all parties together");
        }

        var lapses = _order.LapsesAt();
        Watch(lapses);
        return _now < lapses
            ? In(OrderStanding.Suspension, $"in force as an emergency stop of one party; lapses on {Moment(lapses)} unless the others confirm it")
            : Over($"lapsed on {Moment(lapses)}: an emergency stop that was not confirmed");
    }

    private OrderNotice? Vacated() => Said(NoticeKind.Vacate, Counts);

    /// <summary>What somebody records whom the configuration alone names ends or stays nothing that an issuer of the agreement signed.</summary>
    private bool Counts(OrderDocument ofCourt) => ofCourt.Issuer.IsAgreed || !_document.Issuer.IsAgreed;

    private OrderNotice? Said(NoticeKind kind, Func<OrderDocument, bool> counts) =>
        _notices.FirstOrDefault(document => document.Notice!.Kind == kind && document.Notice.From <= _now && counts(document))?.Notice;

    private OrderStanding In(OrderStanding standing, string step)
    {
        _steps.Add(step);
        return standing;
    }

    private OrderStanding Over(string step)
    {
        _isOver = true;
        return Not(step);
    }

    private OrderStanding Not(string step) => In(OrderStanding.None, step);

    private void Watch(params ReadOnlySpan<DateTimeOffset?> times)
    {
        foreach (var time in times)
        {
            if (time > _now && !(_next <= time))
            {
                _next = time;
            }
        }
    }

    private static string Day(DateTimeOffset time) => time.TimeOfDay == TimeSpan.Zero
        ? time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Moment(time);

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
