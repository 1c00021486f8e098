using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Rulings;

/// <summary>A ruling lets every like case pass and nothing else, from when it is recorded until it ends; whatever is wrong with it, it falls away.</summary>
public sealed class RulingTests : IDisposable
{
    private const string Image = TestPanel.Image;
    private const string AnotherImage = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/another.png"}}]}]}""";
    private const string Sound = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""";
    private const string Both = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""";

    private readonly TestPanel _panel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lets_every_like_request_pass_is_cited_and_is_in_the_ledger_first()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var held = await HoldAsync(host);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(held)));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, Image)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, AnotherImage)).Status);
        var entries = await host.EntriesAsync();
        var taken = entries.FindIndex(entry => (string?)entry["type"] == "rulings");
        Assert.Equal("radar-images", (string?)entries[taken]["rulings"]!["in_force"]![0]);
        var cited = entries.FindAll(entry => (string?)entry["rulings"]?["cited"]?[0] == "radar-images" && (string?)entry["type"] == "decision");
        Assert.Equal(2, cited.Count);
        Assert.All(cited, entry => Assert.Equal("permit", (string?)entry["verdict"]));
        Assert.True(taken < entries.IndexOf(cited[0]));
    }

    [Theory]
    [InlineData(Sound)]
    [InlineData(Both)]
    public async Task What_was_not_ruled_on_is_held_as_before(string request)
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host))));

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, request)).Status);
    }

    [Fact]
    public async Task Other_sources_are_held_as_before()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host))));

        using var response = await host.PostAsync("/v1/chat/completions", Image, ("Concordat-Sources", "maintenance-log,broker-feed"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task It_ends_on_its_date()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(_panel.People.Register, time);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host), life: TimeSpan.FromDays(2))));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, Image)).Status);

        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, Image)).Status);
        await host.Gateway.Rulings.LookNowAsync();
        Assert.Empty((await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "rulings")["rulings"]!["in_force"]!.AsArray());
    }

    [Theory]
    [InlineData("reviewer")]
    [InlineData("vendor-reviewer")]
    public async Task One_reviewer_of_either_party_takes_it_back(string by)
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host))));
        await _panel.TakeAsync(host, _panel.Revoke("radar-images", by));

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, Image)).Status);
    }

    [Fact]
    public async Task It_falls_away_with_a_key_that_signed_it()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host))));
        await host.Stores.RevokedSigners.AddAsync(new(_panel.People.Key("reviewer").PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 1, []), Cancellation);
        await host.Gateway.Rulings.LookNowAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, Image)).Status);
    }

    [Theory]
    [InlineData("DELETE FROM rulings")]
    [InlineData("UPDATE rulings SET envelope = x'7b7d', number = 2")]
    [InlineData("UPDATE rulings SET id = 'another', number = 2")]
    public async Task A_changed_store_rules_on_nothing(string sql)
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host))));
        await host.ExecuteAsync(sql);
        await host.ExecuteAsync("INSERT INTO rulings SELECT 9, 'extra', x'7b7d', 0");
        await host.Gateway.Rulings.LookNowAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, Image)).Status);
    }

    [Fact]
    public async Task A_row_that_nobody_of_the_panel_signed_rules_on_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var held = await HoldAsync(host);
        await host.Stores.Rulings.AddAsync("radar-images", _panel.Sign(TestPanel.Images(held), "reviewer"), Cancellation);
        await host.Stores.Rulings.AddAsync("by-others", _panel.Sign(TestPanel.Images(held, "by-others"), "commander", "official"), Cancellation);
        await host.Gateway.Rulings.LookNowAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, Image)).Status);
    }

    [Fact]
    public async Task No_ruling_lets_force_pass_though_its_bounds_name_the_tool()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var ruling = TestPanel.Images(await HoldAsync(host));
        await _panel.TakeAsync(host, _panel.Sign(ruling with { Bounds = ruling.Bounds with { Tools = ["release_weapon"] } }));

        Assert.Equal(HttpStatusCode.Forbidden, (await HeldCall.SendAsync(host, HeldCall.Target, null)).Status);
    }

    [Fact]
    public async Task It_counts_after_a_new_start_and_a_preflight_cites_it()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(await HoldAsync(host))));
        await host.Gateway.ApplyAsync(_panel.People.Register(TestConfig.Default(host.Directory)), SignedBaseAgreement.Agreement, new string('1', 64), Cancellation);

        using var response = await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{Image}}}""");
        var preflight = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(("permit", "radar-images"), ((string?)preflight["verdict"], (string?)preflight["rulings"]![0]));
    }

    [Fact]
    public async Task Whoever_reads_a_like_case_is_shown_the_earlier_one_and_its_ruling()
    {
        await using var host = await GatewayHost.StartAsync(_panel.People.Register);
        var first = await HoldAsync(host);
        await _panel.TakeAsync(host, _panel.Sign(TestPanel.Images(first)));
        var like = (await SendAsync(host, Sound)).Case!;

        var (_, shown) = await _panel.People.ReadAsync(host, like, "reviewer");
        var precedent = Assert.Single(shown["precedents"]!.AsArray())!;
        Assert.Equal((first, "radar-images"), ((string?)precedent["case"], (string?)precedent["rulings"]![0]));
        Assert.InRange(precedent["distance"]!.GetValue<double>(), 0.01, 0.99);
        Assert.Contains("source:operational", precedent["shared"]!.AsArray().Select(each => (string?)each));
    }

    public void Dispose() => _panel.Dispose();

    private static async Task<string> HoldAsync(GatewayHost host)
    {
        var (status, held) = await SendAsync(host, Image);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        return held!;
    }

    private static async Task<(HttpStatusCode Status, string? Case)> SendAsync(GatewayHost host, string request)
    {
        using var response = await host.PostAsync("/v1/chat/completions", request);
        return (response.StatusCode, response.Headers.TryGetValues("Concordat-Case", out var values) ? values.Single() : null);
    }
}
