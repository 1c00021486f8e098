using System.Net;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class ConsoleFormTests
{
    [Fact]
    public async Task A_post_without_the_sessions_token_does_nothing()
    {
        await using var host = await ConsoleHost.StartAsync();
        foreach (var token in new[] { null, "", "x", new string('A', 43) })
        {
            using var answer = await ConsoleHost.PostAsync(host.Browser, "/console/keys", token, ("use", "radar-maintenance"), ("label", "x"), ("days", "1"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Empty(await host.Stores.Keys.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_token_of_another_session_does_nothing()
    {
        await using var host = await ConsoleHost.StartAsync();
        var mine = ConsoleHost.TokenOf(await host.PageAsync("/console"));
        using var other = host.NewBrowser();
        using (await other.GetAsync($"/console?token={host.Token.Text}", TestContext.Current.CancellationToken))
        {
        }

        using var answer = await ConsoleHost.PostAsync(other, "/console/sign-out", mine);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_post_that_comes_from_elsewhere_does_nothing_even_with_the_token(string header, string value)
    {
        await using var host = await ConsoleHost.StartAsync();
        var token = ConsoleHost.TokenOf(await host.PageAsync("/console"));
        host.Browser.DefaultRequestHeaders.Add(header, value);
        using var answer = await ConsoleHost.PostAsync(host.Browser, "/console/sign-out", token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await host.PageAsync("/console");
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_not_read()
    {
        await using var host = await ConsoleHost.StartAsync();
        var token = ConsoleHost.TokenOf(await host.PageAsync("/console"));
        using var large = await ConsoleHost.PostAsync(host.Browser, "/console/keys", token, ("label", new string('x', 300_000)));
        Assert.Equal(HttpStatusCode.Forbidden, large.StatusCode);
        var fields = Enumerable.Range(0, 100).Select(i => ($"f{i}", "x")).ToArray();
        using var many = await ConsoleHost.PostAsync(host.Browser, "/console/keys", token, fields);
        Assert.Equal(HttpStatusCode.Forbidden, many.StatusCode);
    }

    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var made = await host.PostAsync("/console/keys", "/console/keys", ("use", "radar-maintenance"), ("label", "the hangar"), ("days", "30"));
        var key = Assert.Single(await host.Stores.Keys.ListAsync(TestContext.Current.CancellationToken));
        var shown = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"id=\"new-key\"", shown, StringComparison.Ordinal);
        Assert.Contains("no-store", made.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("new-key", (await host.PageAsync("/console/keys")).DocumentElement.OuterHtml, StringComparison.Ordinal);

        using (var unsure = await host.PostAsync($"/console/keys/{key.Id}/revoke", "/console/keys"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        }

        using var revoked = await host.PostAsync($"/console/keys/{key.Id}/revoke", "/console/keys", ("sure", "yes"));
        Assert.Equal("/console/keys", revoked.Headers.Location?.OriginalString);
        Assert.NotNull((await host.Stores.Keys.FindAsync(key.Id, TestContext.Current.CancellationToken))!.Revoked);
    }

    [Theory]
    [InlineData("nothing", "x", "30")]
    [InlineData("radar-maintenance", "", "30")]
    [InlineData("radar-maintenance", "x", "0")]
    [InlineData("radar-maintenance", "x", "-1")]
    [InlineData("radar-maintenance", "x", "99999")]
    [InlineData("radar-maintenance", "a\u0007b", "30")]
    public async Task A_key_that_makes_no_sense_is_not_made(string use, string label, string days)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var answer = await host.PostAsync("/console/keys", "/console/keys", ("use", use), ("label", label), ("days", days));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(await host.Stores.Keys.ListAsync(TestContext.Current.CancellationToken));
    }
}
