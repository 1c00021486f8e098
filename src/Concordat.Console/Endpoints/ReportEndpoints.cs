using System.Globalization;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Oversight.Reports;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>Reports of false positives: the inbox of reviewers, and what they settled.</summary>
internal static class ReportEndpoints
{
    private const int Open = IReportStore.MostOpen;
    private const int Settled = 25;

    public static ValueTask<IResult> ListAsync(ConsoleRequest request) => ShowAsync(request, fault: null, StatusCodes.Status200OK);

    public static async ValueTask<IResult> SettleAsync(ConsoleRequest request)
    {
        if (ReportNames.ParseOutcome(request.Field("to")) is not { } state || !long.TryParse(request.Route("entry"), NumberStyles.None, CultureInfo.InvariantCulture, out var entry))
        {
            return await request.NotFoundAsync("no such report");
        }

        var fault = await request.Options.ReportDesk.SettleAsync(request.Field("log"), entry, state, request.SignedIn.Person, request.Cancellation);
        return fault is null ? Results.Redirect("/console/reports") : await ShowAsync(request, fault, StatusCodes.Status422UnprocessableEntity);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, string? fault, int status)
    {
        var (reports, cancellation) = (request.Options.Reports, request.Cancellation);
        var settled = (await reports.ListAsync(ReportState.Upheld, Settled, cancellation)).Concat(await reports.ListAsync(ReportState.Dismissed, Settled, cancellation));
        return await request.PageAsync<ReportsPage>(
            new()
            {
                [nameof(ReportsPage.Open)] = await reports.ListAsync(ReportState.Open, Open, cancellation),
                [nameof(ReportsPage.Settled)] = settled.OrderByDescending(report => report.Reviewed).Take(Settled).ToArray(),
                [nameof(ReportsPage.Log)] = request.Options.Data.Ledger.Origin,
                [nameof(ReportsPage.People)] = request.Options.Data.People,
                [nameof(ReportsPage.Fault)] = fault,
            },
            status);
    }
}
