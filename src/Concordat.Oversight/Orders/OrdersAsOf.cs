using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Concordat.Oversight.Orders;

/// <summary>All orders as of a moment: each is judged once, and only those in force are looked at when a use is asked about. Immutable, thread-safe.</summary>
/// <remarks>Asking about a use costs at most one look at each order in force, and ends as soon as no other can be stricter.</remarks>
public sealed class OrdersAsOf
{
    private readonly OrderBook _book;
    private readonly DateTimeOffset _now;
    private readonly (int Place, OrderStanding Strictest, OrderState State)[] _inForce; // the strictest first, then as taken

    internal OrdersAsOf(OrderBook book, DateTimeOffset now)
    {
        (_book, _now) = (book, now);
        var states = book.Orders.Select(order => book.At(order, now)).ToArray();
        States = [.. states.Where(state => state.InForce)];
        InForce = [.. States.Select(state => state.Order.Id)];
        SuspendedUseCases = states.Where(state => state.IsJoint && state.Order.Scope is null)
            .SelectMany(state => state.Order.Targets.Where(target => target.IsUseCaseAlone())
                .Select(target => target.UseCase!)
                .Where(useCase => OrderEvaluation.Spares(state.Order, book.NoticesOf(state.Order.Id), useCase, now) is null))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Changes = states.Select(state => state.Changes).Min();
        _inForce =
        [
            .. states.Where(state => state.InForce)
                .Select((state, place) => (place, OrderEvaluation.StrictestOf(state), state))
                .OrderByDescending(each => each.Item2).ThenBy(each => each.place),
        ];
    }

    /// <summary>Ids of the orders that bind anyone then, in the order in which they were taken.</summary>
    public ImmutableArray<string> InForce { get; }

    /// <summary>The orders in force then, in the order in which they were taken: each judged once, for whoever asks about many uses.</summary>
    public ImmutableArray<OrderState> States { get; }

    /// <summary>The use cases that all parties together have suspended whole, whatever deployment they use.</summary>
    public FrozenSet<string> SuspendedUseCases { get; }

    /// <summary>The exclusions among those in force.</summary>
    public ImmutableArray<OrderState> Exclusions => [.. States.Where(static state => state.Order.Action == OrderAction.Exclude)];

    /// <summary>Id of an exclusion in force that keeps this use from beginning; null where none does, or it had begun, or is spared.</summary>
    public string? ExcludedBy(OrderSubject subject) => Exclusions.FirstOrDefault(state => state.Order.Covers(subject)
        && OrderEvaluation.Spares(state.Order, _book.NoticesOf(state.Order.Id), subject.UseCase, _now) is null
        && OrderEvaluation.StandingFor(state, subject, _book.Uses) == OrderStanding.StopUse)?.Order.Id;

    /// <summary>The next moment at which any order may read otherwise; null for never.</summary>
    public DateTimeOffset? Changes { get; }

    /// <summary>What they mean for one use of one deployment; each is judged by itself, and the strictest governs.</summary>
    public OrderRuling For(OrderSubject subject) => For(subject, out _);

    /// <param name="looks">How many orders were looked at.</param>
    internal OrderRuling For(OrderSubject subject, out int looks)
    {
        looks = 0;
        var (standing, governing, first) = (OrderStanding.None, (Order?)null, int.MaxValue);
        foreach (var (place, strictest, state) in _inForce)
        {
            if (strictest < standing)
            {
                break; // what follows is milder still
            }

            if (strictest == standing && place > first)
            {
                continue; // as strict at most, and taken later
            }

            looks++;
            if (!state.Order.Covers(subject) || OrderEvaluation.Spares(state.Order, _book.NoticesOf(state.Order.Id), subject.UseCase, _now) is not null)
            {
                continue;
            }

            var found = OrderEvaluation.StandingFor(state, subject, _book.Uses);
            if (found > standing || (found == standing && place < first))
            {
                (standing, governing, first) = (found, state.Order, place);
            }
        }

        return new OrderRuling(standing, governing?.Id);
    }
}
