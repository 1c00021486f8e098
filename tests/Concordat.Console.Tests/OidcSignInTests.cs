using System.Net;
using Concordat.Console.SignIn;
using Concordat.Console.Tests.Kit;
using Microsoft.IdentityModel.Tokens;

namespace Concordat.Console.Tests;

public sealed class OidcSignInTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_with_the_provider_that_knows_them()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var host = await StartAsync(provider);
        using var answer = await GoAsync(host.Browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Signed in as Range Commander", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains("Range Commander", (await host.PageAsync("/console")).QuerySelector(".who-am-i")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_whom_nobody_here_knows_does_not_get_in()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Subject = "a-stranger";
        await RefusedAsync(provider, "nobody here has your name there");
    }

    public static TheoryData<string, Action<SecurityTokenDescriptor>> BadTokens => new()
    {
        { "another audience", token => token.Audience = "somebody-else" },
        { "another issuer", token => token.Issuer = "https://evil.example" },
        { "expired", token => (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddHours(-2), token.NotBefore.Value.AddHours(-1)) },
        { "not yet valid", token => (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddHours(1), token.NotBefore.Value.AddHours(2)) },
        { "another nonce", token => token.Claims["nonce"] = new string('A', 43) },
        { "no nonce", token => token.Claims.Remove("nonce") },
        { "no subject", token => token.Claims.Remove("sub") },
        { "unsigned", token => token.SigningCredentials = null },
        { "signed with a shared secret", token => token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[64]), SecurityAlgorithms.HmacSha256) },
    };

    [Theory]
    [MemberData(nameof(BadTokens), DisableDiscoveryEnumeration = true)]
    public async Task A_token_that_is_not_for_this_sign_in_signs_nobody_in(string what, Action<SecurityTokenDescriptor> change)
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Change = change;
        Assert.NotEmpty(what);
        await RefusedAsync(provider, "Begin again.");
    }

    [Fact]
    public async Task A_forged_signature_signs_nobody_in()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Forges = true;
        await RefusedAsync(provider, "could not be verified");
    }

    [Fact]
    public async Task An_answer_that_was_begun_in_another_browser_signs_nobody_in()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var host = await StartAsync(provider);
        using var asked = await host.Browser.GetAsync("/console/sign-in/oidc", Stop);
        using var authorized = await host.Browser.GetAsync(asked.Headers.Location, Stop);
        using var victim = host.NewBrowser();
        using (await victim.GetAsync("/console/sign-in", Stop))
        {
        }

        using var answer = await victim.GetAsync(authorized.Headers.Location, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("not begun in this browser", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var host = await StartAsync(provider);
        using var asked = await host.Browser.GetAsync("/console/sign-in/oidc", Stop);
        using var authorized = await host.Browser.GetAsync(asked.Headers.Location, Stop);
        using (await host.Browser.GetAsync(authorized.Headers.Location, Stop))
        {
        }

        using var again = await host.Browser.GetAsync(authorized.Headers.Location, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_provider_that_is_away_gets_a_clear_answer()
    {
        var provider = await LocalProvider.StartAsync();
        await using var host = await StartAsync(provider);
        await provider.DisposeAsync();
        using var answer = await host.Browser.GetAsync("/console/sign-in/oidc", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("does not answer", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task<ConsoleHost> StartAsync(LocalProvider provider)
    {
        var host = await ConsoleHost.StartAsync(
            signedIn: false, change: options => options with { Oidc = new OidcSettings(new Uri(provider.Issuer), "console", "hush") });
        host.Data.People = [host.Data.People[0] with { Subject = "5f1c-commander" }, .. host.Data.People.Skip(1)];
        return host;
    }

    private static async Task<HttpResponseMessage> GoAsync(HttpClient browser)
    {
        using var asked = await browser.GetAsync("/console/sign-in/oidc", Stop);
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        using var authorized = await browser.GetAsync(asked.Headers.Location, Stop);
        return await browser.GetAsync(authorized.Headers.Location, Stop);
    }

    private static async Task RefusedAsync(LocalProvider provider, string words)
    {
        await using var host = await StartAsync(provider);
        using var answer = await GoAsync(host.Browser);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
    }
}
