using Concordat.Console.Access;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Oversight.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Console;

/// <summary>Puts the console under <c>/console</c>: read-only pages for people, no script.</summary>
public static class ConsoleEndpoints
{
    private const int CasesPerPage = 25;
    private const int DecisionsShown = 100;
    private const int RefreshSeconds = 5;

    /// <summary>Maps the console; it needs no service registration.</summary>
    public static RouteGroupBuilder MapConsole(this IEndpointRouteBuilder app, ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        var pages = new PageWriter(app.ServiceProvider);

        var open = app.MapGroup("/console").ExcludeFromDescription();
        open.AddEndpointFilter(new SecurityHeaders());
        open.MapMethods("/console.css", ["GET", "HEAD"], Stylesheet.Serve);

        var console = open.MapGroup("");
        console.AddEndpointFilter(new ConsoleGate(options.Token, pages));
        console.AddEndpointFilter(new StoreOutage(pages));
        console.MapGet("", (string? follow, CancellationToken cancellation) => OverviewAsync(options, pages, follow, cancellation));
        console.MapGet(
            "/cases",
            (string? state, string? before, CancellationToken cancellation) => CasesAsync(options, pages, state, before, cancellation));
        console.MapGet("/cases/{id}", (string id, CancellationToken cancellation) => CaseAsync(options, pages, id, cancellation));
        console.MapGet("/agreement", () => pages.PageAsync<AgreementPage>(new()
        {
            [nameof(AgreementPage.Agreement)] = options.Data.Agreement,
        }));
        console.MapGet("/decisions", (string? follow) => pages.PageAsync<DecisionsPage>(new()
        {
            [nameof(DecisionsPage.Decisions)] = options.Decisions.Latest(DecisionsShown),
            [nameof(DecisionsPage.Counts)] = options.Decisions.Counts,
            [nameof(DecisionsPage.Refresh)] = RefreshOf(follow),
        }));
        console.MapGet("/{**path}", (string path) => pages.NotFoundAsync($"no page `{path}`"));
        return open;
    }

    private static int? RefreshOf(string? follow) => follow is null ? null : RefreshSeconds;

    private static async ValueTask<IResult> OverviewAsync(
        ConsoleOptions options, PageWriter pages, string? follow, CancellationToken cancellation) =>
        await pages.PageAsync<OverviewPage>(new()
        {
            [nameof(OverviewPage.Data)] = options.Data,
            [nameof(OverviewPage.Counts)] = options.Decisions.Counts,
            [nameof(OverviewPage.Latest)] = options.Decisions.Latest(6),
            [nameof(OverviewPage.OpenCases)] = await options.Cases.CountOpenAsync(cancellation),
            [nameof(OverviewPage.Refresh)] = RefreshOf(follow),
        });

    private static async ValueTask<IResult> CasesAsync(
        ConsoleOptions options, PageWriter pages, string? state, string? before, CancellationToken cancellation)
    {
        CaseState? wanted = CaseNames.TryParse(state, out var parsed) ? parsed : null;
        if (!string.IsNullOrEmpty(state) && wanted is null)
        {
            return await pages.NotFoundAsync($"no cases in state `{state}`");
        }

        CaseId? key = CaseId.TryParse(before, out var id) ? id : null;
        if (!string.IsNullOrEmpty(before) && key is null)
        {
            return await pages.NotFoundAsync("no such page of cases");
        }

        return await pages.PageAsync<CasesPage>(new()
        {
            [nameof(CasesPage.Cases)] = await options.Cases.ListAsync(new CaseFilter(wanted), key, CasesPerPage, cancellation),
            [nameof(CasesPage.State)] = wanted,
            [nameof(CasesPage.IsFirst)] = key is null,
        });
    }

    private static async ValueTask<IResult> CaseAsync(
        ConsoleOptions options, PageWriter pages, string id, CancellationToken cancellation)
    {
        var found = CaseId.TryParse(id, out var parsed) ? await options.Cases.GetAsync(parsed, cancellation) : null;
        return found is null
            ? await pages.NotFoundAsync($"no case `{id}`")
            : await pages.PageAsync<CaseDetailPage>(new()
            {
                [nameof(CaseDetailPage.Case)] = found,
                [nameof(CaseDetailPage.Agreement)] = options.Data.Agreement,
                [nameof(CaseDetailPage.Now)] = options.Time.GetUtcNow(),
            });
    }
}
