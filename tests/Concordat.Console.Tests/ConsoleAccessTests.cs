using System.Net;
using Concordat.Console.Access;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class ConsoleAccessTests
{
    public static TheoryData<string> Paths =>
        ["/console", "/console/cases", "/console/cases/case_x", "/console/agreement", "/console/decisions", "/console/nothing/here"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Without_the_cookie_every_page_says_how_to_sign_in_and_nothing_else(string path)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var page = await host.PageAsync(path, HttpStatusCode.Unauthorized);

        Assert.Contains("opens the address that it prints when it starts", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Data.Agreement.Title, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("nav"));
    }

    [Fact]
    public async Task The_printed_address_signs_in_and_leaves_no_token_behind()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var response = await host.GetAsync(host.Token.UrlUnder("").ToString());

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/console", response.Headers.Location?.OriginalString);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), line => line.StartsWith("concordat-console-", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/console", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(host.Token.Text, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Token.Text[3..], cookie, StringComparison.Ordinal);

        var page = await host.PageAsync("/console");
        Assert.Equal("Overview", page.QuerySelector("h1")?.TextContent);
        Assert.DoesNotContain(host.Token.Text, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token=")]
    [InlineData("token=ct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("token={0}x")]
    [InlineData("token={0}&token={0}")]
    public async Task A_wrong_token_signs_nobody_in(string query)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var response = await host.GetAsync(
            $"/console?{string.Format(System.Globalization.CultureInfo.InvariantCulture, query, host.Token.Text)}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain(response.Headers.GetValues("Set-Cookie"), line => line.StartsWith("concordat-console-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_itself_is_no_cookie()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/console");
        request.Headers.Add("Cookie", $"concordat-console-{host.Browser.BaseAddress!.Port}={host.Token.Text}");
        using var response = await host.Browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Nothing_can_be_changed_through_the_console(string method)
    {
        await using var host = await ConsoleHost.StartAsync();
        foreach (var path in Paths)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path.Data);
            using var response = await host.Browser.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }
    }

    [Fact]
    public void A_kept_token_can_be_read_again()
    {
        var token = ConsoleToken.New();
        Assert.True(ConsoleToken.Parse(token.Text).IsToken(token.Text));
        Assert.Equal("ct_…", token.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("ct_short")]
    public void A_guessable_token_is_refused(string text) => Assert.Throws<ArgumentException>(() => ConsoleToken.Parse(text));
}
