using System.Globalization;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Orders: what is in force and why, as of any day, where each bites, and what is due when.</summary>
internal static class OrderEndpoints
{
    public static async ValueTask<IResult> ListAsync(ConsoleRequest request) => DayOf(request) is { } asOf
        ? await request.PageAsync<OrdersPage>(new()
        {
            [nameof(OrdersPage.Book)] = request.Options.Orders.Book,
            [nameof(OrdersPage.Signers)] = request.Options.Orders.Signers,
            [nameof(OrdersPage.AsOf)] = asOf,
            [nameof(OrdersPage.IsNow)] = !request.Has("day"),
        })
        : await NoDayAsync(request);

    public static async ValueTask<IResult> OneAsync(ConsoleRequest request)
    {
        var id = request.Route("id");
        if (request.Options.Orders.Book is var book && book.Find(id) is not { Order: not null } document)
        {
            return await request.NotFoundAsync($"no order `{id}`");
        }

        return DayOf(request) is { } asOf
            ? await request.PageAsync<OrderPage>(new()
            {
                [nameof(OrderPage.Book)] = book,
                [nameof(OrderPage.Document)] = document,
                [nameof(OrderPage.Plan)] = await request.Options.Orders.PlanAsync(document, asOf, request.Cancellation),
                [nameof(OrderPage.AsOf)] = asOf,
                [nameof(OrderPage.IsNow)] = !request.Has("day"),
            })
            : await NoDayAsync(request);
    }

    /// <summary>The end of the day that is asked about, or now; null where it is no day.</summary>
    private static DateTimeOffset? DayOf(ConsoleRequest request) => !request.Has("day") ? request.Options.Time.GetUtcNow()
        : DateOnly.TryParseExact(request.Query("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddSeconds(-1)
            : null;

    private static ValueTask<IResult> NoDayAsync(ConsoleRequest request) => request.NotFoundAsync("no such day; days are written as 2026-11-22");
}
