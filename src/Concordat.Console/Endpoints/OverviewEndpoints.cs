using Concordat.Console.Http;
using Concordat.Console.Pages;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>The state at a glance, and what it stands on.</summary>
internal static class OverviewEndpoints
{
    private const int DecisionsShown = 6;

    public static async ValueTask<IResult> PageAsync(ConsoleRequest request) => await request.PageAsync<OverviewPage>(new()
    {
        [nameof(OverviewPage.Data)] = request.Options.Data,
        [nameof(OverviewPage.Counts)] = request.Options.Decisions.Counts,
        [nameof(OverviewPage.Latest)] = request.Options.Decisions.Latest(DecisionsShown),
        [nameof(OverviewPage.OpenCases)] = await request.Options.Cases.CountOpenAsync(request.Cancellation),
        [nameof(OverviewPage.Waiting)] = await CaseEndpoints.CountWaitingAsync(request),
    });

    public static async ValueTask<IResult> DeploymentsAsync(ConsoleRequest request) => await request.PageAsync<DeploymentsPage>(new()
    {
        [nameof(DeploymentsPage.Deployments)] = request.Options.Data.Deployments,
        [nameof(DeploymentsPage.Candidates)] = await request.Options.Shadows.ListAsync(request.Cancellation),
    });
}
