using System.Net;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Sessions;
using Concordat.Oversight.Signers;

namespace Concordat.Console.Tests;

public sealed class KeySignInTests
{
    [Fact]
    public async Task A_person_signs_in_with_their_own_key()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("commander");
        var page = await host.PageAsync("/console");
        Assert.Contains("Range Commander", page.QuerySelector(".who-am-i")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("human authority, department", page.QuerySelector(".who-am-i")!.TextContent, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<SignInStatement, SignInStatement>> Altered => new()
    {
        { "another person", statement => statement with { Person = "platform" } },
        { "another gateway", statement => statement with { Gateway = "https://evil.example" } },
        { "another browser", statement => statement with { Nonce = SessionSecret.New().Derive("x") } },
        { "an old statement", statement => statement with { Time = statement.Time.AddMinutes(-6) } },
        { "a statement of tomorrow", statement => statement with { Time = statement.Time.AddDays(1) } },
    };

    [Theory]
    [MemberData(nameof(Altered), DisableDiscoveryEnumeration = true)]
    public async Task A_statement_about_something_else_signs_nobody_in(string what, Func<SignInStatement, SignInStatement> change)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var answer = await host.SignInAsync(host.Browser, "commander", change);
        Assert.Equal((what, HttpStatusCode.Unauthorized), (what, answer.StatusCode));
        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_key_signs_nobody_in_and_ends_its_sessions()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        await host.SignInAsync("commander");
        var key = host.People.KeyOf("commander").PublicKey.KeyId;
        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(key, TimeProvider.System.GetUtcNow(), 1, []), TestContext.Current.CancellationToken);

        await host.PageAsync("/console", HttpStatusCode.Unauthorized);
        using var again = await host.SignInAsync(host.Browser, "commander");
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task The_key_of_somebody_else_signs_nobody_in()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var answer = await host.SignInAsync(host.Browser, "platform", key: "engineer");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_statement_does_not_sign_in_twice()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        SignInStatement? said = null;
        using (await host.SignInAsync(host.Browser, "commander", statement => said = statement))
        {
        }

        using (await host.PostAsync("/console/sign-out", "/console"))
        {
        }

        using var again = await host.SignInAsync(host.Browser, "commander", _ => said!);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"payload":"e30=","payloadType":"application/vnd.concordat.sign-in+json","signatures":[]}""")]
    public async Task What_is_no_statement_gets_a_clear_answer(string pasted)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var page = await host.PageAsync("/console/sign-in", HttpStatusCode.Unauthorized);
        using var answer = await ConsoleHost.PostAsync(host.Browser, "/console/sign-in/key", ConsoleHost.TokenOf(page), ("statement", pasted));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
