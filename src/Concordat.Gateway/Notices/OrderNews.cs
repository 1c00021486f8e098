using System.Globalization;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Notices;

/// <summary>Something about an order that all parties are told of.</summary>
/// <param name="Id">Names the message, the same each time that it is sent.</param>
/// <param name="Type"><see cref="Taken"/>, <see cref="Lapsing"/>, <see cref="Lapsed"/> or <see cref="Ending"/>.</param>
/// <param name="Time">When it came to be.</param>
/// <param name="Document">What was taken; where something lapses, the order.</param>
/// <param name="About">The order itself.</param>
/// <param name="State">The order as of now.</param>
internal sealed record OrderNews(string Id, string Type, DateTimeOffset Time, OrderDocument Document, OrderDocument About, OrderState State)
{
    public const string Taken = "order.taken";
    public const string Lapsing = "order.lapsing";
    public const string Lapsed = "order.lapsed";
    public const string Ending = "order.ending";

    /// <summary>How long before a stop by one party lapses the parties are told; half of its time where that is less.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(6);

    private Order Order => About.Order!;

    /// <summary>When the order lapses, or lapsed, as a stop by one party; null where it is none, or is over.</summary>
    public DateTimeOffset? Lapses => Type is Lapsed || (Order.Action is OrderAction.Suspend && !State.IsJoint && (State.InForce || Time < Order.Effective)) ? Order.LapsesAt() : null;

    /// <summary>What there is to tell of as of now, the oldest first.</summary>
    /// <param name="taken">When each document was taken, by its id.</param>
    /// <param name="since">What came to be before is not told.</param>
    /// <param name="reminders">How many days before a use ends people are reminded of it.</param>
    public static IReadOnlyList<OrderNews> Of(
        OrderBook book, IReadOnlyDictionary<string, DateTimeOffset> taken, DateTimeOffset since, DateTimeOffset now, IReadOnlyList<int> reminders)
    {
        List<OrderNews> news = [];
        foreach (var document in book.Documents)
        {
            if (!taken.TryGetValue(document.Id, out var at))
            {
                continue; // it is there within a second
            }

            var about = document.Order is null ? book.Find(document.Notice!.Order)! : document;
            if (at > since)
            {
                news.Add(new OrderNews($"order-taken.{document.Id}", Taken, at, document, about, book.At(about.Order!, now)));
            }

            if (document.Order is { Action: OrderAction.Suspend } stop && stop.LapsesAt() > since)
            {
                news.AddRange(LapsesOf(book, document, at, now));
            }

            if (document.Order?.Ends() is { } ends && ends > now)
            {
                news.AddRange(EndingsOf(book, document, ends, at, since, now, reminders));
            }
        }

        return [.. news.OrderBy(static each => each.Time)];
    }

    /// <summary>When the order ends the uses that it names, where this reminds of it.</summary>
    public DateTimeOffset? Ends => Type is Ending ? Order.Ends() : null;

    // Who hears of the order after that moment hears of its end with it.
    private static IEnumerable<OrderNews> EndingsOf(
        OrderBook book, OrderDocument ending, DateTimeOffset ends, DateTimeOffset taken, DateTimeOffset since, DateTimeOffset now, IReadOnlyList<int> reminders) =>
        from days in reminders.Distinct()
        let time = ends.AddDays(-days)
        where time <= now && time > since && time > taken && !book.IsOver(ending.Order!, now)
        select new OrderNews($"order-ending.{ending.Id}.{days.ToString(CultureInfo.InvariantCulture)}", Ending, time, ending, ending, book.At(ending.Order!, now));

    private static IEnumerable<OrderNews> LapsesOf(OrderBook book, OrderDocument stop, DateTimeOffset taken, DateTimeOffset now)
    {
        var order = stop.Order!;
        var (lapses, state) = (order.LapsesAt(), book.At(order, now));
        var ahead = TimeSpan.FromTicks(Math.Min(Ahead.Ticks, (lapses - order.Effective).Ticks / 2));
        if (now < lapses)
        {
            // Who hears of the order after that moment hears of the lapse with it.
            if (now >= lapses - ahead && taken < lapses - ahead && state is { InForce: true, IsJoint: false })
            {
                yield return new OrderNews($"order-lapsing.{order.Id}", Lapsing, lapses - ahead, stop, stop, state);
            }
        }
        else if (!state.InForce && book.At(order, lapses.AddTicks(-1)) is { InForce: true, IsJoint: false } && !book.At(order, lapses).InForce)
        {
            yield return new OrderNews($"order-lapsed.{order.Id}", Lapsed, lapses, stop, stop, state);
        }
    }
}
