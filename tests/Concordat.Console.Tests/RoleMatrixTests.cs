using System.Net;
using System.Text;
using Concordat.Console.Access;
using Concordat.Console.Tests.Kit;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Console.Tests;

/// <summary>Every role against every endpoint, compared with what is written down in <c>tests/cases/console/role-matrix.txt</c>.</summary>
public sealed class RoleMatrixTests
{
    private static readonly string Written = Path.Combine(AppContext.BaseDirectory, "role-matrix.txt");

    [Fact]
    public async Task The_matrix_is_the_one_written_down()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var routes = RoutesOf(host);
        var wide = routes.Max(route => route.ToString().Length);
        var text = new StringBuilder($"{"".PadRight(wide)}  {string.Join("  ", ConsoleRoles.All.Select(ConsoleRoles.Of))}\n");
        foreach (var route in routes)
        {
            var cells = ConsoleRoles.All.Select(role => (route.IsOpen ? "open" : route.Roles.HasFlag(role) ? "yes" : "-").PadRight(ConsoleRoles.Of(role).Length));
            text.Append($"{route.ToString().PadRight(wide)}  {string.Join("  ", cells)}".TrimEnd()).Append('\n');
        }

        Assert.Equal(await File.ReadAllTextAsync(Written, TestContext.Current.CancellationToken), text.ToString());
    }

    [Fact]
    public async Task Every_endpoint_stands_in_the_table()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        Assert.All(host.Endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<ConsoleRoute>()));
        Assert.Equal(ConsoleRoutes.All.Count, host.Endpoints.Count());
        Assert.All(host.Endpoints.OfType<RouteEndpoint>(), endpoint => Assert.StartsWith("/console", endpoint.RoutePattern.RawText, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConsoleRole.HumanAuthority)]
    [InlineData(ConsoleRole.Reviewer)]
    [InlineData(ConsoleRole.FieldEngineer)]
    [InlineData(ConsoleRole.Inspector)]
    [InlineData(ConsoleRole.PlatformEngineer)]
    [InlineData(ConsoleRole.AgreementOwner)]
    public async Task A_role_gets_in_where_the_table_says_so_and_nowhere_else(ConsoleRole role)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        host.Orders.Remove("out", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
        host.Entries.Entries.Add("""{"type":"configuration"}""");
        foreach (var route in RoutesOf(host).Where(route => !route.IsOpen))
        {
            await host.SignInAsync(TestPeople.For(role));
            var token = ConsoleHost.TokenOf(await host.PageAsync("/console"));
            var path = route.Path.Replace("orders/{id}", "orders/out", StringComparison.Ordinal).Replace("{id}", held.Id.Value, StringComparison.Ordinal).Replace("{entry}", "0", StringComparison.Ordinal)
                .Replace("{**path}", "nothing", StringComparison.Ordinal);
            using var response = route.Method is "GET"
                ? await host.Browser.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken)
                : await ConsoleHost.PostAsync(host.Browser, path, token);

            Assert.Equal(
                (route.ToString(), route.Roles.HasFlag(role)), (route.ToString(), response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)));
        }
    }

    [Fact]
    public async Task Without_a_session_nothing_but_signing_in_is_open()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        foreach (var route in RoutesOf(host).Where(route => !route.IsOpen))
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path.Replace("{**path}", "x", StringComparison.Ordinal));
            using var response = await host.Browser.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((route.ToString(), HttpStatusCode.Unauthorized), (route.ToString(), response.StatusCode));
        }
    }

    private static IReadOnlyList<ConsoleRoute> RoutesOf(ConsoleHost host) =>
        [.. host.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ConsoleRoute>()!)];
}
