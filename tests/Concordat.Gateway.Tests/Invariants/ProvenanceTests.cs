using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Invariants;

/// <summary>Only a token that the platform of a source signed, for this use case, now, makes the source a declared one.</summary>
public sealed class ProvenanceTests : IDisposable
{
    private const string Type = "application/vnd.concordat.provenance+json";
    private const string Text = "Rotor bearing B-7 was replaced.";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private readonly SigningKey _platform = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _other = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
    private readonly SigningKey _stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    [Fact]
    public async Task Without_a_token_the_source_is_also_unknown_and_not_declared()
    {
        await using var host = await StartAsync();

        foreach (var headers in new (string, string)[][] { [], [("Concordat-Sources", "radar-log")] })
        {
            using var response = await AskAsync(host, Text, headers);
            var sources = await SourcesAsync(host);
            Assert.False(sources["declared"]!.GetValue<bool>());
            Assert.Equal("""["operational","unknown"]""", sources["kinds"]!.ToJsonString());
            Assert.False(sources["attested"]!.GetValue<bool>());
        }
    }

    [Theory]
    [InlineData("dataset", "2026-q4")]
    [InlineData("text", null)]
    public async Task A_token_declares_its_source(string member, string? value)
    {
        await using var host = await StartAsync();

        using var response = await AskAsync(host, Text, [("Concordat-Provenance", Token(member: member, value: value ?? Hash(Text)))]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sources = await SourcesAsync(host);
        Assert.True(sources["declared"]!.GetValue<bool>());
        Assert.True(sources["attested"]!.GetValue<bool>());
        Assert.Equal("""["operational"]""", sources["kinds"]!.ToJsonString());
    }

    [Fact]
    public async Task The_entry_says_which_token_and_which_key_so_that_an_auditor_can_match_it()
    {
        await using var host = await StartAsync();
        var tokens = new[] { Token(), Token(member: "text", value: Hash(Text)) };

        using var response = await AskAsync(host, Text, [("Concordat-Provenance", string.Join(',', tokens))]);

        var recorded = (await ProvenanceAsync(host))!.AsArray();
        Assert.Equal(tokens.Select(token => Convert.ToHexStringLower(SHA256.HashData(Base64Url.DecodeFromChars(token)))), recorded.Select(each => each!["token"]!.GetValue<string>()));
        Assert.All(recorded, each => Assert.Equal(_platform.PublicKey.KeyId, each!["key"]!.GetValue<string>()));
        Assert.All(recorded, each => Assert.Equal("radar-log", each!["source"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Where_no_token_holds_the_entry_names_none()
    {
        await using var host = await StartAsync();

        using (await AskAsync(host, Text, [("Concordat-Sources", "radar-log")]))
        {
            Assert.Null(await ProvenanceAsync(host));
        }

        // a good one beside a forged one counts as little as the forged one, and is not carried into the next request
        using (await AskAsync(host, Text, [("Concordat-Provenance", $"{Token()},{Token(key: _stranger)}")]))
        {
            Assert.DoesNotContain(await host.EntriesAsync(), entry => entry["facts"]?["provenance"] is not null);
        }

        using (await AskAsync(host, Text, []))
        {
            Assert.Null(await ProvenanceAsync(host));
        }
    }

    [Fact]
    public async Task A_token_for_one_source_does_not_attest_another()
    {
        await using var host = await StartAsync();

        using var response = await AskAsync(host, Text, [("Concordat-Provenance", Token()), ("Concordat-Sources", "maintenance-log")]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await SourcesAsync(host))["declared"]!.GetValue<bool>());
        Assert.False((await SourcesAsync(host))["attested"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_token_for_a_source_that_the_use_case_is_not_registered_for_is_no_declaration()
    {
        await using var host = await StartAsync();

        using var response = await AskAsync(host, Text, [("Concordat-Provenance", Token(source: "other-log", key: _other))]);

        Assert.Contains("clause_1.2", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_do_not_hold_are_refused_and_the_refusal_is_recorded()
    {
        await using var host = await StartAsync();
        (string Token, string Reason)[] tokens =
        [
            (Token(key: _stranger), "not signed by a registered data platform"),
            (Token(key: _other), "not signed by the platform of the source"),
            (Token(source: "maintenance-log"), "not signed by the platform of the source"),
            (Token(source: "nobody-knows"), "not signed by the platform of the source"),
            (Token(holder: "logistics"), "issued to another use case"),
            (Token(holder: "Maintenance"), "issued to another use case"),
            (Token(issued: Now.AddDays(-2), expires: Now), "has expired"),
            (Token(issued: Now.AddMinutes(2)), "is not valid yet"),
            (Token(expires: Now.AddDays(32)), "holds for longer than 31 days"),
            (Token(member: "text", value: Hash("another text")), "for a text that is not in the request"),
            (Token(member: "text", value: Hash(Text[..5])), "for a text that is not in the request"),
            (Token(member: "text", value: Hash(Text).ToUpperInvariant()), "not of the form"),
            (Token(member: "anything", value: "x"), "not of the form"),
            (Token(type: "application/json"), "no DSSE envelope"),
            (Changed(Token()), "not signed by a registered data platform"),
            (Token()[..^8], "no DSSE envelope"),
            (Token() + "!", "no DSSE envelope"),
            (new string('A', 5000), "no DSSE envelope"),
            (string.Join(",", Enumerable.Repeat(Token(), 9)), "1 to 8 tokens"),
            ($"{Token()},{Token(key: _stranger)}", "not signed by a registered data platform"),
            (",", "1 to 8 tokens"),
        ];

        foreach (var (token, reason) in tokens)
        {
            using var response = await AskAsync(host, Text, [("Concordat-Provenance", token)]);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest && body.Contains(reason, StringComparison.Ordinal), $"{reason}: {body}");
            Assert.Equal("invalid_header", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_member_given_twice_is_not_read_in_two_ways()
    {
        await using var host = await StartAsync();
        var payload = $$"""{"v":1,"source":"radar-log","holder":"logistics","holder":"maintenance","issued":"2026-11-22T09:00:00Z","expires":"2026-11-23T09:00:00Z","dataset":"d"}""";
        var token = Encode(DsseEnvelope.Create(Type, Encoding.UTF8.GetBytes(payload)).Sign(_platform));

        using var response = await AskAsync(host, Text, [("Concordat-Provenance", token)]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    public void Dispose()
    {
        _platform.Dispose();
        _other.Dispose();
        _stranger.Dispose();
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(
        config => config with
        {
            Sources =
            [
                .. config.Sources,
                new SourceConfig { Id = "radar-log", Kind = "operational", UsPersonData = "no", Platform = Write(config, "platform", _platform) },
                new SourceConfig { Id = "other-log", Kind = "consented", UsPersonData = "no", Platform = Write(config, "other", _other) },
            ],
            UseCases = [config.UseCases[0] with { Sources = ["radar-log", "maintenance-log"] }],
        },
        new ClockAt(Now));

    private static string Write(ConcordatConfig config, string name, SigningKey key)
    {
        var path = Path.Combine(config.Data, name + ".pub.pem");
        File.WriteAllText(path, key.PublicKey.ToPem());
        return path;
    }

    private static Task<HttpResponseMessage> AskAsync(GatewayHost host, string text, (string, string)[] headers) =>
        host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request(text, stream: false, "sandbox"), headers);

    private static async Task<JsonNode> SourcesAsync(GatewayHost host) =>
        (await host.EntriesAsync()).Last(entry => entry["type"]!.GetValue<string>() == "decision")["facts"]!["sources"]!;

    private static async Task<JsonNode?> ProvenanceAsync(GatewayHost host) =>
        (await host.EntriesAsync()).Last(entry => entry["type"]!.GetValue<string>() == "decision")["facts"]!["provenance"];

    private string Token(
        string source = "radar-log", string holder = "maintenance", DateTimeOffset? issued = null, DateTimeOffset? expires = null,
        string member = "dataset", string value = "2026-q4", SigningKey? key = null, string type = Type)
    {
        var payload = new JsonObject
        {
            ["v"] = 1,
            ["source"] = source,
            ["holder"] = holder,
            ["issued"] = $"{issued ?? Now:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            ["expires"] = $"{expires ?? Now.AddDays(1):yyyy-MM-dd'T'HH:mm:ss'Z'}",
            [member] = value,
        };
        return Encode(DsseEnvelope.Create(type, Encoding.UTF8.GetBytes(payload.ToJsonString())).Sign(key ?? _platform));
    }

    /// <summary>The same signature under another payload.</summary>
    private static string Changed(string token)
    {
        var envelope = DsseEnvelope.Parse(Base64Url.DecodeFromChars(token));
        var payload = Encoding.UTF8.GetString(envelope.Payload).Replace("2026-q4", "2027-q1", StringComparison.Ordinal);
        return Encode(envelope with { Payload = Encoding.UTF8.GetBytes(payload) });
    }

    private static string Encode(DsseEnvelope envelope) => Base64Url.EncodeToString(envelope.ToJson());

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
