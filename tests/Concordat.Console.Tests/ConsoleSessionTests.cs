using System.Net;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Sessions;

namespace Concordat.Console.Tests;

public sealed class ConsoleSessionTests
{
    [Fact]
    public async Task A_session_ends_when_nobody_uses_it()
    {
        var time = new ManualTime();
        await using var host = await ConsoleHost.StartAsync(time: time);
        time.Advance(TimeSpan.FromMinutes(29));
        await host.PageAsync("/console");
        time.Advance(TimeSpan.FromMinutes(29));
        await host.PageAsync("/console");
        time.Advance(TimeSpan.FromMinutes(31));
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_ends_after_its_life_however_busy_it_is()
    {
        var time = new ManualTime();
        await using var host = await ConsoleHost.StartAsync(time: time);
        for (var i = 0; i < 35; i++)
        {
            time.Advance(TimeSpan.FromMinutes(20));
            await host.PageAsync("/console");
        }

        time.Advance(TimeSpan.FromMinutes(21));
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server_too()
    {
        await using var host = await ConsoleHost.StartAsync();
        var cookie = await CookieAsync(host);
        using var old = Bearing(host, cookie);
        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode);

        using var answer = await host.PostAsync("/console/sign-out", "/console");

        Assert.Equal("/console/sign-in", answer.Headers.Location?.OriginalString);
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Signing_in_makes_a_new_secret_and_ends_the_session_before()
    {
        await using var host = await ConsoleHost.StartAsync();
        var first = await CookieAsync(host);
        using (await host.GetAsync($"/console?token={host.Token.Text}"))
        {
        }

        var second = await CookieAsync(host);

        Assert.NotEqual(first, second);
        using var old = Bearing(host, first);
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_planted_cookie_is_worth_nothing_after_signing_in()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var planted = SessionSecret.New().ToCookie();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/console?token={host.Token.Text}");
        request.Headers.Add("Cookie", $"{Name(host)}={planted}");
        using var answer = await host.Browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(answer.Headers.GetValues("Set-Cookie"), line => line.Contains(planted, StringComparison.Ordinal));
        using var attacker = Bearing(host, planted);
        Assert.Equal(HttpStatusCode.Unauthorized, (await attacker.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Who_leaves_the_configuration_is_signed_out()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("inspector");
        await host.PageAsync("/console");
        host.Data.People = [.. host.Data.People.Where(person => person.Id is not "inspector")];
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_is_switched_off_opens_nothing_and_closes_its_sessions()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false, change: options => options with { Token = null });
        await host.PageAsync($"/console?token={host.Token.Text}", HttpStatusCode.Unauthorized);
        var secret = SessionSecret.New();
        await host.Stores.Sessions.BeginAsync(
            secret.ToHash(), "first-sign-in", "token", new SessionLimits(TimeSpan.FromHours(1), TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);
        using var old = Bearing(host, secret.ToCookie());
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_person_of_the_configuration_with_the_tokens_id_is_not_the_tokens_person()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.Data.People = [.. host.Data.People, host.Data.People[0] with { Id = "first-sign-in" }];
        var secret = SessionSecret.New();
        await host.Stores.Sessions.BeginAsync(
            secret.ToHash(), "first-sign-in", "key", new SessionLimits(TimeSpan.FromHours(1), TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);
        using var browser = Bearing(host, secret.ToCookie());
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/console", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static string Name(ConsoleHost host) => $"concordat-console-{new Uri(host.Address).Port}";

    private static async Task<string> CookieAsync(ConsoleHost host)
    {
        using var response = await host.GetAsync($"/console?token={host.Token.Text}");
        return response.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith(Name(host), StringComparison.Ordinal)).Split('=', ';')[1];
    }

    private static HttpClient Bearing(ConsoleHost host, string cookie)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Address) };
        client.DefaultRequestHeaders.Add("Cookie", $"{Name(host)}={cookie}");
        return client;
    }
}
