using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Preflight;

public sealed class PreflightTests
{
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task The_verdict_comes_without_sending_anything(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));

        var permitted = await AskAsync(host, dialect, form.Request("Which repairs are urgent?", stream: true));
        var refused = await AskAsync(host, dialect, form.Request("TOP SECRET//SI//NOFORN\nx", stream: false));

        Assert.Equal("permit", permitted["verdict"]!.GetValue<string>());
        Assert.Equal("refuse", refused["verdict"]!.GetValue<string>());
        Assert.Equal("7.1", refused["clauses"]![0]!["clause"]!.GetValue<string>());
        Assert.Equal("top-secret", refused["facts"]!["label"]!["level"]!.GetValue<string>());
        Assert.Empty(upstream.Bodies);
        Assert.Equal(["configuration", "preflight", "preflight"], (await host.EntriesAsync()).Select(entry => entry["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_hold_is_told_but_opens_no_case()
    {
        await using var host = await GatewayHost.StartAsync();

        var held = await AskAsync(
            host, "chat", """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""");

        Assert.Equal("hold", held["verdict"]!.GetValue<string>());
        Assert.Equal(0, await host.Stores.Cases.CountOpenAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"operation":"chat"}""", "invalid_request")]
    [InlineData("""{"request":{}}""", "invalid_request")]
    [InlineData("""{"operation":"sing","request":{}}""", "invalid_request")]
    [InlineData("""{"operation":"chat","request":[]}""", "invalid_request")]
    [InlineData("""{"operation":"chat","request":{"model":"m","model":"n","messages":[]}}""", "duplicate_key")]
    [InlineData("""{"operation":"chat","request":{"model":"nobody","messages":[]}}""", "model_not_found")]
    public async Task A_bad_question_gets_an_error_with_its_place(string body, string code)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.PostAsync("/v1/preflight", body);

        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
        Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.Equal(code, (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_only_the_sending_settles_is_named_with_the_clauses_that_hang_on_it()
    {
        await using var host = await GatewayHost.StartAsync();

        var plain = await AskAsync(host, "chat", """{"model":"sandbox","messages":[{"role":"user","content":"Which repairs are urgent?"}]}""");
        var person = await AskAsync(host, "chat", """{"model":"sandbox","messages":[{"role":"user","content":"Write to ann.smith@example.com"}]}""");

        Assert.Empty(plain["depends_on"]!.AsArray());
        var depends = person["depends_on"]!.AsArray();
        Assert.NotEmpty(depends);
        Assert.All(depends, one => Assert.Equal("""["persons.inWindow"]""", one!["facts"]!.ToJsonString()));
        Assert.All(depends, one => Assert.StartsWith("2.", one!["clause"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_window_is_counted_as_it_would_be_and_nobody_is_counted_in()
    {
        await using var host = await GatewayHost.StartAsync();
        using var sent = await host.PostAsync("/v1/chat/completions", Naming(1, 4));

        var first = await AskAsync(host, "chat", Naming(3, 6));
        var again = await AskAsync(host, "chat", Naming(3, 6));
        using var then = await host.PostAsync("/v1/chat/completions", Naming(3, 6));

        Assert.Equal(6, InWindow(first));
        Assert.Equal(6, InWindow(again));
        Assert.Equal(6, InWindow((await host.EntriesAsync()).Last(entry => entry["type"]!.GetValue<string>() == "decision")));

        static long InWindow(JsonNode node) => node["facts"]!["persons"]!["inWindow"]!.GetValue<long>();
        static string Naming(int from, int to) => $$"""
            {"model":"sandbox","messages":[{"role":"user","content":"{{string.Join(' ', Enumerable.Range(from, to - from + 1).Select(i => $"p{i}@example.com"))}}"}]}
            """;
    }

    private static async Task<JsonNode> AskAsync(GatewayHost host, string operation, string request)
    {
        using var response = await host.PostAsync("/v1/preflight", $$"""{"operation":"{{operation}}","request":{{request}}}""");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
