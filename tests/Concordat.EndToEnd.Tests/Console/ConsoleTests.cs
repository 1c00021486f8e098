using System.Net;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Console;

/// <summary>The console of the running program, as its printed address opens it.</summary>
public sealed class ConsoleTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_printed_address_opens_the_console()
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });

        using var opened = await browser.GetAsync(new Uri(demo.Process.Console), Stop);
        var page = await opened.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal("text/html", opened.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Demo Department", await browser.GetStringAsync(new Uri($"{demo.Process.Url}/console/agreement"), Stop), StringComparison.Ordinal);
        Assert.DoesNotContain("token=", opened.RequestMessage!.RequestUri!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(demo.Process.Console.Split("token=")[1], page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/agreement")]
    [InlineData("/console?token=ct_0000000000000000000000000000000000000000000")]
    [InlineData("/console?token=")]
    public async Task Without_the_token_it_answers_401(string path)
    {
        using var stranger = new HttpClient();

        using var closed = await stranger.GetAsync(new Uri(demo.Process.Url + path), Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.DoesNotContain("Demo Department", await closed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_key_does_not_open_the_console()
    {
        using var http = demo.Process.NewClient();

        using var closed = await http.GetAsync(new Uri("/console/agreement", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }
}
