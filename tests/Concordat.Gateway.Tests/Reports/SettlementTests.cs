using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;
using Concordat.Ledger;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Reports;

/// <summary>A reviewer settles a report by a signed statement over HTTP, by the rule of the console; nobody and nothing else does.</summary>
public sealed class SettlementTests : IDisposable
{
    private readonly TestIssuers _issuers = new();
    private readonly TestApprovers _people = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _issuers.Dispose();
        _people.Dispose();
    }

    [Theory]
    [InlineData("reviewer", "department", ReportState.Upheld)]
    [InlineData("vendor-reviewer", "vendor", ReportState.Dismissed)]
    public async Task A_reviewer_of_either_side_settles_a_report_and_the_entry_proves_who_said_so(string person, string party, ReportState outcome)
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        var payload = Said(refused, outcome, person).ToPayload();
        var (status, body) = await SendAsync(host, refused, Sign(payload, person));

        var word = ReportNames.Of(outcome);
        Assert.Equal((HttpStatusCode.OK, word, refused), (status, (string?)body["state"], (long)body["decision"]!));
        var entries = await host.EntriesAsync();
        var entry = entries[(int)(long)body["entry"]!];
        Assert.Equal((word, person, party, "reviewer"), ((string?)entry["act"], (string?)entry["approver"], (string?)entry["party"], (string?)entry["role"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(payload)), (string?)entry["statement"]);
        var key = _people.Key(person).PublicKey;
        Assert.Equal(key.KeyId, (string?)entry["approver_key"]);
        var signed = JsonNode.Parse(DsseEnvelope.Create(SettlementStatement.PayloadType, payload).Sign(_people.Key(person)).ToJson())!;
        signed["signatures"]![0]!["sig"] = (string?)entry["signature"];
        Assert.True(DsseEnvelope.Parse(Encoding.UTF8.GetBytes(signed.ToJsonString())).IsSignedBy(key));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task The_same_statement_again_and_a_second_opinion_settle_nothing()
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        var first = Sign(Said(refused, ReportState.Upheld, "reviewer").ToPayload(), "reviewer");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, refused, first)).Status);

        Assert.Equal((HttpStatusCode.Conflict, "report_settled"), await CodeAsync(host, refused, first));
        Assert.Equal((HttpStatusCode.Conflict, "report_settled"), await CodeAsync(host, refused, Sign(Said(refused, ReportState.Dismissed, "vendor-reviewer").ToPayload(), "vendor-reviewer")));
        Assert.Equal(["reported", "upheld"], await ActsAsync(host));
    }

    [Fact]
    public async Task Only_a_reviewer_settles_and_only_with_their_own_key()
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var said = Said(refused, ReportState.Upheld, "reviewer").ToPayload();

        Assert.Equal((HttpStatusCode.Forbidden, "not_an_approver"), await CodeAsync(host, refused, Sign(Said(refused, ReportState.Upheld, "commander").ToPayload(), "commander")));
        Assert.Equal((HttpStatusCode.Forbidden, "not_an_approver"), await CodeAsync(host, refused, Sign(said, "vendor-reviewer")));
        Assert.Equal((HttpStatusCode.Forbidden, "not_an_approver"), await CodeAsync(host, refused, DsseEnvelope.Create(SettlementStatement.PayloadType, said).Sign(stranger).ToJson()));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, refused, """{"outcome":"upheld"}"""u8.ToArray())); // an API key alone
        await StaysOpenAsync(host, refused);
    }

    [Fact]
    public async Task A_revoked_key_settles_nothing()
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(_people.Key("reviewer").PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 0, []), Cancellation);

        Assert.Equal((HttpStatusCode.Forbidden, "not_an_approver"), await CodeAsync(host, refused, Sign(Said(refused, ReportState.Upheld, "reviewer").ToPayload(), "reviewer")));
        await StaysOpenAsync(host, refused);
    }

    [Fact]
    public async Task A_statement_counts_for_its_own_verdict_log_and_time_alone()
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        var said = Said(refused, ReportState.Upheld, "reviewer");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, refused + 1, Sign(said.ToPayload(), "reviewer")));
        Assert.Equal((HttpStatusCode.NotFound, "report_not_found"), await CodeAsync(host, refused + 1, Sign((said with { Decision = refused + 1 }).ToPayload(), "reviewer")));
        Assert.Equal((HttpStatusCode.NotFound, "report_not_found"), await CodeAsync(host, refused, Sign((said with { Log = "other.example/ledger" }).ToPayload(), "reviewer")));
        Assert.Equal((HttpStatusCode.Forbidden, "stale_statement"), await CodeAsync(host, refused, Sign((said with { Time = said.Time.AddMinutes(-6) }).ToPayload(), "reviewer")));
        Assert.Equal((HttpStatusCode.Forbidden, "stale_statement"), await CodeAsync(host, refused, Sign((said with { Time = said.Time.AddMinutes(6) }).ToPayload(), "reviewer")));
        await StaysOpenAsync(host, refused);
    }

    [Theory]
    [InlineData(""","outcome":"upheld" """, """,  "outcome":"upheld" """)]
    [InlineData("\"upheld\"", "\"open\"")]
    [InlineData("\"upheld\"", "null")]
    [InlineData("\"upheld\"", "\"Upheld\"")]
    [InlineData("concordat-settlement/1", "concordat-settlement/2")]
    [InlineData("\"approver\"", "\"also\":1,\"approver\"")]
    [InlineData("\"decision\":", "\"decision\":-")]
    [InlineData("\"decision\":", "\"decision\":1e")]
    [InlineData("\"reviewer\"", "7")]
    public async Task What_is_not_exactly_a_settlement_is_not_read_as_one(string from, string to)
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        var text = Encoding.UTF8.GetString(Said(refused, ReportState.Upheld, "reviewer").ToPayload());
        var altered = text.Replace(from.Trim(), to, StringComparison.Ordinal);
        Assert.NotEqual(text, altered);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, refused, Sign(Encoding.UTF8.GetBytes(altered), "reviewer")));
        await StaysOpenAsync(host, refused);
    }

    [Fact]
    public async Task A_signature_for_something_else_is_none_for_a_settlement_nor_the_other_way_round()
    {
        await using var host = await StartAsync();
        var refused = await ReportedAsync(host);
        var payload = Said(refused, ReportState.Upheld, "reviewer").ToPayload();
        var decision = DsseEnvelope.Create(DecisionStatement.PayloadType, payload).Sign(_people.Key("reviewer"));
        var renamed = JsonNode.Parse(decision.ToJson())!;
        renamed["payloadType"] = SettlementStatement.PayloadType;

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_statement"), await CodeAsync(host, refused, decision.ToJson()));
        Assert.Equal((HttpStatusCode.Forbidden, "not_an_approver"), await CodeAsync(host, refused, Encoding.UTF8.GetBytes(renamed.ToJsonString())));
        using var response = await host.PostAsync($"/v1/cases/{CaseId.New(TimeProvider.System)}/decisions", Encoding.UTF8.GetString(Sign(payload, "reviewer")));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await StaysOpenAsync(host, refused);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task An_address_that_names_no_entry_is_not_there(string entry)
    {
        await using var host = await StartAsync();
        using var response = await host.PostAsync($"/v1/decisions/{entry}/settlements", "{}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static SettlementStatement Said(long refused, ReportState outcome, string person) =>
        new("test.example/ledger", refused, outcome, person, TimeProvider.System.GetUtcNow());

    private byte[] Sign(byte[] payload, string person) => DsseEnvelope.Create(SettlementStatement.PayloadType, payload).Sign(_people.Key(person)).ToJson();

    private async Task<GatewayHost> StartAsync()
    {
        var host = await GatewayHost.StartAsync(config => _people.Register(_issuers.Configure(config)));
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        return host;
    }

    /// <summary>A refusal that was reported.</summary>
    private static async Task<long> ReportedAsync(GatewayHost host)
    {
        using var refused = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("Hello", false, "sandbox"));
        await host.Ledger.IntegrateAsync();
        var entry = long.Parse(refused.Headers.GetValues("Concordat-Entry").Single(), null);
        using var reported = await host.PostAsync($"/v1/decisions/{entry}/reports", "{}");
        Assert.Equal(HttpStatusCode.Created, reported.StatusCode);
        return entry;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(GatewayHost host, long entry, byte[] statement)
    {
        using var response = await host.PostAsync($"/v1/decisions/{entry}/settlements", Encoding.UTF8.GetString(statement));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(GatewayHost host, long entry, byte[] statement)
    {
        var (status, body) = await SendAsync(host, entry, statement);
        return (status, (string?)body["error"]?["code"]);
    }

    private static async Task<List<string>> ActsAsync(GatewayHost host) =>
        [.. (await host.EntriesAsync()).Where(entry => (string?)entry["type"] == "report").Select(entry => (string)entry["act"]!)];

    private static async Task StaysOpenAsync(GatewayHost host, long entry)
    {
        Assert.Equal(["reported"], await ActsAsync(host));
        Assert.Equal(entry, (await host.Stores.Reports.ListAsync(ReportState.Open, 10, Cancellation)).Single().Entry);
    }

    /// <summary>Every entry is of the published form.</summary>
    private static async Task VerifyAsync(GatewayHost host)
    {
        await host.Ledger.IntegrateAsync();
        var result = await LedgerVerification.VerifyAsync(host.LedgerDirectory, host.Ledger.VerifierKey, new() { Entries = true }, Cancellation);
        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
    }
}
