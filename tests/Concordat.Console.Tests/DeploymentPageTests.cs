using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Candidates;

namespace Concordat.Console.Tests;

public sealed class DeploymentPageTests
{
    [Fact]
    public async Task How_candidates_compare_stands_below_the_deployments()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.Shadows.Reports.Add(new ShadowReport("<b>new", "old", 1200, 1153, 1198, 1198, 1168, 1182, 1.12m, 0.84m, 9, 10));
        host.Shadows.Reports.Add(new ShadowReport("newer", "old", 3, 3, 3, 3, 3, 3, null, null, 0, 0));
        await host.SignInAsync("reviewer");

        var page = await host.PageAsync("/console/deployments");

        var rows = page.QuerySelectorAll("section:last-of-type tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim())).ToList();
        Assert.Equal(
            [
                ["<b>new", "old", "1,200", "96.1 %", "99.8 %", "99.8 %", "97.3 %", "98.5 %", "x 1.12", "x 0.84", "x 0.90"],
                ["newer", "old", "3", "100.0 %", "100.0 %", "100.0 %", "100.0 %", "100.0 %", "-", "-", "-"],
            ],
            rows);
    }

    [Fact]
    public async Task Where_nothing_was_compared_nothing_is_said_of_it()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("reviewer");

        Assert.DoesNotContain("Candidates", (await host.PageAsync("/console/deployments")).Body!.TextContent, StringComparison.Ordinal);
    }
}
