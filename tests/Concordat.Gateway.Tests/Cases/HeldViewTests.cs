using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>People who decide on a held text see it shortened, without identifiers of persons, as part of what they sign.</summary>
public sealed class HeldViewTests : IDisposable
{
    private readonly TestApprovers _people = new();

    [Fact]
    public async Task A_held_request_is_shown_without_persons_and_its_grant_lets_out_exactly_it()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        var body = TestSuite.Image.Replace("[{\"type\":\"image_url\"", "[{\"type\":\"text\",\"text\":\"Write to jane.doe@example.com or call +44 20 7946 0958.\"},{\"type\":\"image_url\"", StringComparison.Ordinal);
        Assert.Contains("jane", body, StringComparison.Ordinal);
        using var held = await host.PostAsync("/v1/chat/completions", body);
        var id = held.Headers.GetValues("Concordat-Case").Single();

        var text = await ReadAsync(host, id);
        Assert.Contains("What was said, shortened, and with the identifiers of persons taken out", text, StringComparison.Ordinal);
        Assert.Contains("Write to [USPER 1 EMAIL] or call [", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("7946", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Write to", string.Concat((await host.EntriesAsync()).Select(static entry => entry.ToJsonString())), StringComparison.Ordinal);

        await _people.GrantAsync(host, id, TestApprovers.Panel);
        using var other = await host.PostAsync("/v1/chat/completions", body.Replace("jane", "joan", StringComparison.Ordinal), ("Concordat-Case", id));
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode); // it looks the same, and is not
        using var released = await host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", id));
        Assert.Equal(HttpStatusCode.OK, released.StatusCode);
    }

    [Fact]
    public void Where_identifiers_cannot_be_taken_out_nothing_is_shown()
    {
        var hidden = Convert.ToBase64String("her address is jane.doe@example.com, as you know"u8);
        var many = string.Join(' ', Enumerable.Range(0, 12_000).Select(static i => $"p{i}@example.com"));

        Assert.DoesNotContain(hidden[..20], Assert.Single(View($$"""{"messages":[{"role":"user","content":"{{hidden}}"}]}""")), StringComparison.Ordinal);
        Assert.Equal("request: [not shown: the identifiers of persons cannot all be taken out]", Assert.Single(View($$"""{"input":"{{many}}"}""")));
        Assert.StartsWith("request: [not shown: it has ", Assert.Single(View($$"""{"input":"{{new string('x', HeldView.MostBytes)}}"}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_the_newest_texts_shortened_and_nothing_that_is_none()
    {
        var messages = string.Join(',', Enumerable.Range(0, 40).Select(static i => $$"""{"role":"user","content":"text {{i}}","id":"m{{i}}"}"""));
        var view = View($$$"""{"model":"m","messages":[{{{messages}}},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"{{{new string('a', 2000)}}}"}]}],"tools":[{"name":"x"}]}""");

        Assert.Equal(13, view.Count);
        Assert.Equal("earlier: [30 texts before these are not shown]", view[0]);
        Assert.Equal("messages[39] (user).content: text 39", view[^3]);
        Assert.Equal("messages[40] (user).content[0]: [not shown: image_url, which is no text]", view[^2]);
        Assert.Equal($"messages[40] (user).content[1].text: {new string('a', 400)} [… 1400 characters …] {new string('a', 200)}", view[^1]);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("""{"messages":[{"role":"\ud800","content":"x"}]}""")]
    [InlineData("""{"input":"\u202eabc\u0000"}""")]
    [InlineData("{}")]
    [InlineData("{")]
    public void Odd_texts_do_no_harm(string json)
    {
        var view = HeldView.Of(("", Encoding.UTF8.GetBytes(json)));
        if (!view.IsEmpty)
        {
            Assert.NotNull(JsonNode.Parse(view.Span));
        }
    }

    public void Dispose() => _people.Dispose();

    private static List<string> View(string json) =>
        [.. JsonNode.Parse(HeldView.Of(("", Encoding.UTF8.GetBytes(json))).Span)!.AsArray().Select(static each => $"{each!["at"]}: {each["text"]}")];

    private async Task<string> ReadAsync(GatewayHost host, string id)
    {
        var (status, body) = await _people.ReadAsync(host, id, "reviewer");
        Assert.Equal(HttpStatusCode.OK, status);
        return body["text"]!.GetValue<string>();
    }
}
