using System.Net;
using System.Net.Http.Headers;
using Concordat.Console.Http;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class ConsoleMarkupTests
{
    [Fact]
    public async Task Every_link_leads_somewhere_and_every_page_keeps_to_its_own_policy()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.OpenCaseAsync();
        host.Orders.Remove("out", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(["/console"]);
        while (next.TryDequeue(out var link))
        {
            if (!seen.Add(link))
            {
                continue;
            }

            var page = await host.PageAsync(link.Split('#')[0]);
            if (link.Split('#') is [_, var fragment])
            {
                Assert.True(page.GetElementById(fragment) is not null, $"{link} leads to no element");
            }

            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.Single(page.QuerySelectorAll("main"));
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.Empty(page.QuerySelectorAll("style, iframe, [style]"));
            Assert.Equal("/console/console.js", Assert.Single(page.QuerySelectorAll("script")).GetAttribute("src"));
            Assert.All(page.QuerySelectorAll("form[method=post]"), form => Assert.Single(form.QuerySelectorAll("input[name=form]")));
            Assert.All(page.QuerySelectorAll("form"), form => Assert.StartsWith("/console/", form.GetAttribute("action"), StringComparison.Ordinal));
            Assert.DoesNotContain(
                page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
            var ids = page.QuerySelectorAll("[id]").Select(element => element.GetAttribute("id")).ToArray();
            Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
            foreach (var href in page.QuerySelectorAll("a[href]").Select(anchor => anchor.GetAttribute("href")!))
            {
                if (href.StartsWith('#'))
                {
                    next.Enqueue(link.Split('#')[0] + href);
                }
                else if (href.StartsWith('/'))
                {
                    next.Enqueue(href);
                }
                else
                {
                    Assert.StartsWith("https://", href, StringComparison.Ordinal);
                }
            }
        }

        Assert.True(seen.Count > 15);
    }

    [Theory]
    [InlineData("/console", true)]
    [InlineData("/console", false)]
    [InlineData("/console/nothing", true)]
    [InlineData("/console/console.css", false)]
    public async Task Every_answer_carries_the_strict_headers(string path, bool signedIn)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn);
        using var response = await host.GetAsync(path);

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(path.EndsWith(".css", StringComparison.Ordinal) ? "no-cache" : "no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task The_stylesheet_is_sent_once_and_then_confirmed()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        using var first = await host.GetAsync("/console/console.css");
        Assert.Equal("text/css; charset=utf-8", first.Content.Headers.ContentType?.ToString());
        Assert.Contains("light-dark(", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/console/console.css");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag ?? throw new InvalidOperationException("no entity tag"));
        again.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var second = await host.Browser.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
