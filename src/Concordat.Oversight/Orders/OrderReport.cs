namespace Concordat.Oversight.Orders;

/// <summary>An order as of a moment, for people and programs.</summary>
/// <param name="Document">SHA-256 of what was signed, lower hex; a notice about it names it as <c>orderHash</c>.</param>
/// <param name="Standing">What it means for a use that it covers and does not spare, as the fact <c>order.inForce</c> has it.</param>
/// <param name="Because">The step that decided.</param>
/// <param name="Steps">Why, step by step.</param>
/// <param name="Changes">The next moment at which this may read otherwise; null for never.</param>
public sealed record OrderReport(
    string Id, string Document, string Title, string Action, string Issuer, DateTimeOffset Effective, bool InForce, string Standing, string Because, IReadOnlyList<string> Steps, DateTimeOffset? Changes)
{
    /// <param name="document">One that is an order.</param>
    public static OrderReport Of(OrderDocument document, OrderBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(book);
        var order = document.Order!;
        var state = book.At(order, now);
        return new OrderReport(
            order.Id, document.Hash, order.Title, document.Act, order.Issuer, order.Effective, state.InForce, state.Standing.ToFact(), state.Because, state.Steps, state.Changes);
    }

    /// <summary>Every order, in the order in which they were taken.</summary>
    public static IReadOnlyList<OrderReport> All(OrderBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        return [.. book.Documents.Where(document => document.Order is not null).Select(document => Of(document, book, now))];
    }
}
