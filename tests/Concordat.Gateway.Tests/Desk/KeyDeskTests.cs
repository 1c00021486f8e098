using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Desk;

/// <summary>A platform engineer makes and revokes API keys by signed statement; no API key, no other role and no second use of a statement does.</summary>
public sealed class KeyDeskTests : IDisposable
{
    private readonly TestApprovers _people = new();
    private readonly Dictionary<string, SigningKey> _staff = new(StringComparer.Ordinal)
    {
        ["engineer"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
        ["owner"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
        ["inspector"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
        ["field"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _people.Dispose();
        foreach (var key in _staff.Values)
        {
            key.Dispose();
        }
    }

    [Theory]
    [InlineData("engineer")]
    [InlineData("official")] // an approver whom `console.people` names a platform engineer besides
    public async Task A_key_is_made_shown_once_and_works_and_the_ledger_proves_who_signed(string person)
    {
        await using var host = await StartAsync();
        var payload = Make(person).ToPayload();
        var (status, made) = await SendAsync(host, "/v1/keys", Sign(payload, person));
        Assert.Equal(HttpStatusCode.Created, status);
        var (id, secret) = ((string)made["id"]!, (string)made["key"]!);
        Assert.Equal((ApiKeyStatement.IdOf(payload), "maintenance", "hangar 3"), (id, (string?)made["use_case"], (string?)made["label"]));
        await host.RefreshKeysAsync();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "x-api-key", secret } } };
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var answered = await client.SendAsync(asked, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);

        var entry = Assert.Single(await EntriesAsync(host), entry => (string?)entry["act"] == "asked");
        Assert.Equal((id, person, "maintenance"), ((string?)entry["key"], (string?)entry["by"], (string?)entry["use_case"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(payload)), (string?)entry["statement"]);
        var envelope = JsonNode.Parse(Sign(payload, person))!;
        envelope["signatures"]![0]!["sig"] = (string?)entry["signature"];
        Assert.True(DsseEnvelope.Parse(Encoding.UTF8.GetBytes(envelope.ToJsonString())).IsSignedBy(KeyOf(person).PublicKey));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task The_secret_is_in_no_entry_and_not_in_the_database()
    {
        await using var host = await StartAsync();
        var secret = (string)(await SendAsync(host, "/v1/keys", Sign(Make("engineer").ToPayload(), "engineer"))).Body["key"]!;
        Assert.DoesNotContain(await host.RawEntriesAsync(), entry => Encoding.UTF8.GetString(entry).Contains(secret[12..], StringComparison.Ordinal));
        Assert.Equal(-1, (await host.DatabaseBytesAsync()).AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret[12..])));
    }

    [Fact]
    public async Task A_statement_makes_one_key_whoever_sends_it_again_also_when_the_key_was_revoked()
    {
        await using var host = await StartAsync();
        var signed = Sign(Make("engineer").ToPayload(), "engineer");
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(host, "/v1/keys", signed)));
        var made = Assert.Single(all, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(all.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("statement_used", (string?)answer.Body["error"]!["code"]));
        Assert.DoesNotContain(all.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Body.ToJsonString().Contains("ck_", StringComparison.Ordinal));

        await host.Stores.Keys.RevokeAsync((string)made.Body["id"]!, Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "statement_used"), await CodeAsync(host, "/v1/keys", signed));
        Assert.Equal(2, (await host.Stores.Keys.ListAsync(Cancellation)).Count);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("inspector")]
    [InlineData("field")]
    [InlineData("reviewer")]
    [InlineData("commander")]
    public async Task No_other_role_makes_or_revokes_a_key(string person)
    {
        await using var host = await StartAsync();
        var id = (await host.Stores.Keys.ListAsync(Cancellation)).Single().Id;
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_platform_engineer"), await CodeAsync(host, "/v1/keys", Sign(Make(person).ToPayload(), person)));
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_platform_engineer"), await CodeAsync(host, $"/v1/keys/{id}/revocation", Sign(Revoke(person, id).ToPayload(), person)));
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_platform_engineer"), await CodeAsync(host, "/v1/keys", Sign(Make("engineer").ToPayload(), person))); // in the name of one who may
        await NothingAsync(host);
    }

    [Fact]
    public async Task An_API_key_a_strangers_key_a_forged_and_a_revoked_one_make_nothing()
    {
        await using var host = await StartAsync();
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var payload = Make("engineer").ToPayload();
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, "/v1/keys", """{"use_case":"maintenance","label":"x","days":1}"""u8.ToArray()));
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_platform_engineer"), await CodeAsync(host, "/v1/keys", DsseEnvelope.Create(ApiKeyStatement.PayloadType, payload).Sign(stranger).ToJson()));
        var forged = JsonNode.Parse(DsseEnvelope.Create(ApiKeyStatement.PayloadType, payload).Sign(stranger).ToJson())!;
        forged["signatures"]![0]!["keyid"] = _staff["engineer"].PublicKey.KeyId;
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_platform_engineer"), await CodeAsync(host, "/v1/keys", Encoding.UTF8.GetBytes(forged.ToJsonString())));

        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(_staff["engineer"].PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 0, []), Cancellation);
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_platform_engineer"), await CodeAsync(host, "/v1/keys", Sign(payload, "engineer")));
        await NothingAsync(host);
    }

    [Fact]
    public async Task A_statement_counts_here_now_and_for_what_it_says_alone()
    {
        await using var host = await StartAsync();
        var id = (await host.Stores.Keys.ListAsync(Cancellation)).Single().Id;
        var make = Make("engineer");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, "/v1/keys", Sign((make with { Log = "other.example/ledger" }).ToPayload(), "engineer")));
        Assert.Equal((HttpStatusCode.Forbidden, "stale_statement"), await CodeAsync(host, "/v1/keys", Sign((make with { Time = make.Time.AddMinutes(-6) }).ToPayload(), "engineer")));
        Assert.Equal((HttpStatusCode.Forbidden, "stale_statement"), await CodeAsync(host, "/v1/keys", Sign((make with { Time = make.Time.AddMinutes(6) }).ToPayload(), "engineer")));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, "/v1/keys", Sign(Revoke("engineer", id).ToPayload(), "engineer")));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, $"/v1/keys/{id}/revocation", Sign(make.ToPayload(), "engineer")));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, $"/v1/keys/{id}/revocation", Sign(Revoke("engineer", "00000000").ToPayload(), "engineer")));
        Assert.Equal((HttpStatusCode.NotFound, "key_not_found"), await CodeAsync(host, "/v1/keys/00000000/revocation", Sign(Revoke("engineer", "00000000").ToPayload(), "engineer")));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "invalid_statement"),
            await CodeAsync(host, "/v1/keys", DsseEnvelope.Create(DecisionStatement.PayloadType, make.ToPayload()).Sign(_staff["engineer"]).ToJson()));
        await NothingAsync(host);
    }

    [Theory]
    [InlineData("nowhere", "x", 1)]
    [InlineData("Maintenance", "x", 1)]
    [InlineData("maintenance", "x", 0)]
    [InlineData("maintenance", "x", -1)]
    [InlineData("maintenance", "x", 3651)]
    [InlineData("maintenance", "line\nbreak", 1)]
    public async Task What_the_console_does_not_make_is_not_made_here(string useCase, string label, int days)
    {
        await using var host = await StartAsync();
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "key_not_made"),
            await CodeAsync(host, "/v1/keys", Sign((Make("engineer") with { UseCase = useCase, Label = label, Days = days }).ToPayload(), "engineer")));
        await NothingAsync(host);
    }

    [Theory]
    [InlineData("\"days\":30", "\"days\":30.5")]
    [InlineData("\"days\":30", "\"days\":\"30\"")]
    [InlineData("\"days\":30", "\"days\":99999999999")]
    [InlineData("\"days\":30,", "")]
    [InlineData("\"make\"", "\"Make\"")]
    [InlineData("concordat-api-key/1", "concordat-api-key/2")]
    [InlineData("\"days\"", "\"also\":1,\"days\"")]
    [InlineData("\"use_case\":\"maintenance\"", "\"use_case\":null")]
    public async Task What_is_not_exactly_such_a_statement_makes_nothing(string from, string to)
    {
        await using var host = await StartAsync();
        var text = Encoding.UTF8.GetString(Make("engineer").ToPayload());
        var altered = text.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(text, altered);
        Assert.True((await SendAsync(host, "/v1/keys", Sign(Encoding.UTF8.GetBytes(altered), "engineer"))).Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
        await NothingAsync(host);
    }

    [Fact]
    public async Task A_key_is_revoked_for_good_and_a_second_time_changes_nothing()
    {
        await using var host = await StartAsync();
        var id = (await host.Stores.Keys.ListAsync(Cancellation)).Single().Id;
        var (status, revoked) = await SendAsync(host, $"/v1/keys/{id}/revocation", Sign(Revoke("engineer", id).ToPayload(), "engineer"));
        Assert.Equal((HttpStatusCode.OK, id), (status, (string?)revoked["id"]));
        Assert.Null(revoked["key"]);
        await host.RefreshKeysAsync();
        using var refused = await host.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var again = await SendAsync(host, $"/v1/keys/{id}/revocation", Sign(Revoke("engineer", id).ToPayload(), "engineer"));
        Assert.Equal((string?)revoked["revoked"], (string?)again.Body["revoked"]);
        Assert.Equal("engineer", (string?)Assert.Single(await EntriesAsync(host), entry => (string?)entry["act"] == "revoke")["by"]);
        await VerifyAsync(host);
    }

    private static ApiKeyStatement Make(string person) =>
        new(ApiKeyAct.Make, "test.example/ledger", person, TimeProvider.System.GetUtcNow()) { UseCase = "maintenance", Label = "hangar 3", Days = 30 };

    private static ApiKeyStatement Revoke(string person, string id) =>
        new(ApiKeyAct.Revoke, "test.example/ledger", person, TimeProvider.System.GetUtcNow()) { Key = id };

    private SigningKey KeyOf(string person) => _staff.GetValueOrDefault(person) ?? _people.Key(person);

    private byte[] Sign(byte[] payload, string person) => DsseEnvelope.Create(ApiKeyStatement.PayloadType, payload).Sign(KeyOf(person)).ToJson();

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(config => _people.Register(config) with
    {
        Console = new ConsoleConfig
        {
            People =
            [
                Person(config, "engineer", "platform-engineer"), Person(config, "owner", "agreement-owner"), Person(config, "inspector", "inspector"),
                Person(config, "field", "field-engineer"), new PersonConfig { Id = "official", Roles = ["platform-engineer"] },
            ],
        },
    });

    private PersonConfig Person(ConcordatConfig config, string id, string role)
    {
        var path = Path.Combine(config.Data, $"{id}.pub.pem");
        File.WriteAllText(path, _staff[id].PublicKey.ToPem());
        return new PersonConfig { Id = id, Name = id, Roles = [role], Key = path };
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(GatewayHost host, string path, byte[] statement)
    {
        using var response = await host.PostAsync(path, Encoding.UTF8.GetString(statement));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(GatewayHost host, string path, byte[] statement)
    {
        var (status, body) = await SendAsync(host, path, statement);
        return (status, (string?)body["error"]?["code"]);
    }

    private static async Task<List<JsonObject>> EntriesAsync(GatewayHost host) => (await host.EntriesAsync()).FindAll(entry => (string?)entry["type"] == "api-key");

    /// <summary>The one key of the test stands, and nothing was recorded.</summary>
    private static async Task NothingAsync(GatewayHost host)
    {
        Assert.Null((await host.Stores.Keys.ListAsync(Cancellation)).Single().Revoked);
        Assert.Empty(await EntriesAsync(host));
    }

    /// <summary>Every entry is of the published form.</summary>
    private static async Task VerifyAsync(GatewayHost host)
    {
        await host.Ledger.IntegrateAsync();
        var result = await LedgerVerification.VerifyAsync(host.LedgerDirectory, host.Ledger.VerifierKey, new() { Entries = true }, Cancellation);
        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
    }
}
