using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary>An order as of a moment, for people and programs.</summary>
internal sealed record OrderReport(
    string Id, string Title, string Action, string Issuer, DateTimeOffset Effective, bool InForce, string Standing, string Because, IReadOnlyList<string> Steps, DateTimeOffset? Changes)
{
    public static OrderReport Of(OrderDocument document, OrderBook book, DateTimeOffset now)
    {
        var order = document.Order!;
        var state = book.At(order, now);
        return new OrderReport(
            order.Id, order.Title, document.Act, order.Issuer, order.Effective, state.InForce, state.Standing.ToFact(), state.Because, state.Steps, state.Changes);
    }
}
