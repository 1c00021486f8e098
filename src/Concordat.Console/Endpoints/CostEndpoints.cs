using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Oversight.Costs;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>What was used and what it cost: a page, or a file with <c>?format=csv</c> or <c>json</c>.</summary>
internal static class CostEndpoints
{
    private const int MostDays = 366;

    public static async ValueTask<IResult> PageAsync(ConsoleRequest request)
    {
        var today = DateOnly.FromDateTime(request.Options.Time.GetUtcNow().UtcDateTime);
        var (from, to) = (Day(request.Query("from")) ?? new DateOnly(today.Year, today.Month, 1), Day(request.Query("to")) ?? today);
        var by = CostReport.Subjects.FirstOrDefault(subject => subject.Equals(request.Query("by"), StringComparison.Ordinal)) ?? CostReport.Subjects[0];
        var fault = to < from ? "the first day is after the last"
            : to.DayNumber - from.DayNumber >= MostDays ? "a report covers a year at most"
            : null;
        var report = CostReport.Of(from, to, by, fault is null ? await request.Options.Costs.SumAsync(from, to, by, useCase: null, request.Cancellation) : []);
        return fault is null && request.Query("format") is { } format && format is "csv" or "json"
            ? File(report, format)
            : await request.PageAsync<CostsPage>(new()
            {
                [nameof(CostsPage.Report)] = report,
                [nameof(CostsPage.Fault)] = fault,
            });
    }

    private static IResult File(CostReport report, string format)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"costs-{report.From:yyyy-MM-dd}-{report.To:yyyy-MM-dd}.{format}");
        if (format is "csv")
        {
            return Results.File(Encoding.UTF8.GetBytes(report.ToCsv()), "text/csv; charset=utf-8", name);
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            report.Write(json);
        }

        return Results.File(bytes.ToArray(), "application/json", name);
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
