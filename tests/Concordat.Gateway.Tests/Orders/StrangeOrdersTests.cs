using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>What nobody known signed is recorded when it is refused, and neither what it says nor more than a little of it.</summary>
public sealed class StrangeOrdersTests : IDisposable
{
    private readonly TestIssuers _issuers = new();
    private readonly TestIssuers _stranger = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _issuers.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData("junk", "it is no signed document")]
    [InlineData("unsigned", "it is no signed document")]
    [InlineData("forged", "nobody known has signed it")]
    [InlineData("half", "the issuer that it names has not signed it")]
    [InlineData("target-less", "it is no order or notice as it should be")]
    public async Task It_is_recorded_by_its_hash_and_a_reason_of_ours_alone(string kind, string because)
    {
        await using var host = await GatewayHost.StartAsync(_issuers.And(_stranger, "press", "respond"), _time);
        var document = Document(kind);

        await PostAsync(host, document);

        var entry = Assert.Single(await RefusedAsync(host));
        Assert.Equal(because, (string?)entry["because"]);
        Assert.Equal(["document"], entry["orders"]!["refused"]!.AsObject().Select(static member => member.Key));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(document)), (string?)entry["orders"]!["refused"]!["document"]);
        Assert.DoesNotContain("secret-name", entry.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(host.Gateway.Orders.Book!.Documents);
    }

    [Fact]
    public async Task A_flood_of_them_is_one_entry_an_hour_and_counted()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure, _time);
        for (var i = 0; i < 20; i++)
        {
            await PostAsync(host, Encoding.UTF8.GetBytes($"{{\"n\":{i}}}"));
        }

        Assert.Single(await RefusedAsync(host));
        _time.Advance(TimeSpan.FromHours(1));
        await host.Gateway.Orders.LookNowAsync();
        await PostAsync(host, "{}"u8.ToArray());
        Assert.Equal([null, 19], (await RefusedAsync(host)).Select(static entry => (int?)entry["orders"]!["refused"]!["others"]));
    }

    [Fact]
    public async Task What_the_command_line_refuses_is_recorded_alike_and_hides_nothing_that_somebody_known_signed()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure, _time);
        await host.Stores.Changes.RefusedAsync("x", "", Document("forged"), "words of secret-name", Stop);
        await host.Stores.Changes.RefusedAsync("y", "", Document("junk"), "b", Stop);
        await host.Stores.Changes.RefusedAsync("real", "cio", _issuers.Order("real", """{"vendor":"x"}""", action: "exclude"), "b", Stop);
        await host.Gateway.Changes.LookNowAsync();

        var refused = await RefusedAsync(host);
        Assert.Equal(["nobody known has signed it"], refused.Where(static entry => entry["orders"]!["refused"]!["id"] is null).Select(static entry => (string?)entry["because"]));
        Assert.Equal("real", (string?)Assert.Single(refused, static entry => entry["orders"]!["refused"]!["id"] is not null)["orders"]!["refused"]!["id"]);
    }

    [Fact]
    public void Neither_other_submitters_nor_other_documents_fill_the_ledger()
    {
        var strange = new StrangeOrders(_time);
        Assert.NotNull(strange.Take("one", "a"u8));
        Assert.Null(strange.Take("one", "b"u8));
        Assert.Null(strange.Take("two", "a"u8));
        var taken = Enumerable.Range(0, 1000).Count(i => strange.Take($"s{i}", Encoding.UTF8.GetBytes($"d{i}")) is not null);
        Assert.Equal(StrangeOrders.MostInAnHour - 1, taken);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1000 - taken, strange.Take("one", "a"u8)!.Value.Others);
    }

    private byte[] Document(string kind)
    {
        if (kind is "junk")
        {
            return "secret-name"u8.ToArray();
        }

        var payload = JsonNode.Parse(DsseEnvelope.Parse(_stranger.Order("secret-name", """{"vendor":"secret-name"}""")).Payload)!.AsObject();
        if (kind is "target-less")
        {
            payload["targets"] = new JsonArray();
        }

        var envelope = DsseEnvelope.Create(Order.PayloadType, Encoding.UTF8.GetBytes(payload.ToJsonString()));
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        return kind switch
        {
            "unsigned" => Encoding.UTF8.GetBytes($$"""{"payload":"{{Convert.ToBase64String(envelope.Payload)}}","payloadType":"{{Order.PayloadType}}","signatures":[]}"""),
            "half" => _stranger.Order("secret-name", """{"vendor":"secret-name"}"""), // known as `press`, and says that it is of `cio`
            _ => envelope.Sign(key).ToJson(),
        };
    }

    private static async Task PostAsync(GatewayHost host, byte[] document)
    {
        using var content = new ByteArrayContent(document);
        content.Headers.ContentType = new("application/json");
        using var response = await host.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private static async Task<List<JsonObject>> RefusedAsync(GatewayHost host) => (await host.EntriesAsync()).FindAll(static entry => (string?)entry["reason"] == "refused");
}
