using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;
using Concordat.Ledger;
using Concordat.Oversight.Reports;

namespace Concordat.Gateway.Tests.Reports;

/// <summary>A refusal is reported by the key that got it, and settled by a reviewer; both are in the ledger.</summary>
public sealed class ReportEndpointTests : IDisposable
{
    private readonly TestIssuers _issuers = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _issuers.Dispose();

    [Fact]
    public async Task A_refusal_is_reported_once_and_recorded_without_content()
    {
        await using var host = await StartAsync();
        var refused = await AskAsync(host);
        var (status, report) = await ReportAsync(host, $"{refused}", """{"reason":"misread"}""");
        Assert.Equal((HttpStatusCode.Created, "refuse", "misread", "open"), (status, (string?)report["verdict"], (string?)report["reason"], (string?)report["state"]));
        var (again, same) = await ReportAsync(host, $"{refused}", """{"reason":"permitted"}""");
        Assert.Equal((HttpStatusCode.OK, "misread"), (again, (string?)same["reason"]));

        var entry = Assert.Single(await host.EntriesAsync(), entry => (string?)entry["type"] == "report");
        Assert.Equal(
            ["act", "agreement", "decision", "key", "reason", "safeguards", "time", "type", "use_case", "v"], entry.AsObject().Select(member => member.Key));
        Assert.Equal(("reported", refused), ((string?)entry["act"], (long)entry["decision"]!));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task A_reviewer_settles_it_once_and_the_developer_sees_what_became_of_it()
    {
        await using var host = await StartAsync();
        var refused = await AskAsync(host);
        await ReportAsync(host, $"{refused}", "");
        var log = (await host.Stores.Reports.ListAsync(ReportState.Open, 10, Cancellation)).Single().Log;
        Assert.Contains("no reviewer", await host.Gateway.SettleReportAsync(log, refused, ReportState.Upheld, "commander", Cancellation), StringComparison.Ordinal);
        Assert.Null(await host.Gateway.SettleReportAsync(log, refused, ReportState.Upheld, "reviewer", Cancellation));
        Assert.NotNull(await host.Gateway.SettleReportAsync(log, refused, ReportState.Dismissed, "reviewer", Cancellation));

        Assert.Equal("upheld", (string?)(await ReportAsync(host, $"{refused}", "")).Body["state"]);
        var settled = (await host.EntriesAsync()).FindAll(entry => (string?)entry["type"] == "report");
        Assert.Equal(["reported", "upheld"], settled.Select(entry => (string?)entry["act"]));
        Assert.Equal(("reviewer", "vendor"), ((string?)settled[1]["approver"], (string?)settled[1]["party"]));
        await VerifyAsync(host);
    }

    [Fact]
    public async Task Nobody_reports_the_request_of_another_key_nor_what_was_permitted()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        var permitted = await AskAsync(host);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not_reportable"), await CodeAsync(host, $"{permitted}", ""));
        Assert.Equal((HttpStatusCode.NotFound, "receipt_not_found"), await CodeAsync(host, "0", ""));
        Assert.Equal((HttpStatusCode.NotFound, "receipt_not_found"), await CodeAsync(host, "-1", ""));

        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        var refused = await AskAsync(host);
        var other = await host.Stores.Keys.CreateAsync("maintenance", "other", expires: null, Cancellation);
        await host.Gateway.Keys.RefreshAsync(Cancellation);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", other.ShownOnce);
        Assert.Equal((HttpStatusCode.NotFound, "receipt_not_found"), await CodeAsync(host, $"{refused}", ""));
        host.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal((HttpStatusCode.Unauthorized, "missing_api_key"), await CodeAsync(host, $"{refused}", ""));
        Assert.Equal(0, await host.Stores.Reports.CountOpenAsync(null, Cancellation));
    }

    [Theory]
    [InlineData("""{"reason":"because the prompt said so"}""")]
    [InlineData("""{"reason":"misread","text":"my prompt was: …"}""")]
    [InlineData("""{"reason":"misread","reason":"permitted"}""")]
    [InlineData("""{"reason":7}""")]
    [InlineData("""["misread"]""")]
    [InlineData("misread")]
    public async Task A_report_carries_no_words(string body)
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await CodeAsync(host, $"{await AskAsync(host)}", body)).Status);
        Assert.DoesNotContain(await host.EntriesAsync(), entry => (string?)entry["type"] == "report");
    }

    [Fact]
    public async Task One_key_fills_the_inbox_only_so_far()
    {
        await using var host = await StartAsync();
        var refused = await AskAsync(host);
        var key = (string)(await host.EntriesAsync()).First(entry => (string?)entry["type"] == "decision")["key"]!;
        for (var i = 0; i < IReportStore.MostOpen; i++)
        {
            await host.Stores.Reports.AddAsync(
                new DecisionReport("elsewhere", i, "maintenance", key, "refuse", [], ReportReason.Unclear, TimeProvider.System.GetUtcNow()), Cancellation);
        }

        Assert.Equal((HttpStatusCode.Forbidden, "too_many_reports"), await CodeAsync(host, $"{refused}", ""));
        Assert.DoesNotContain(await host.EntriesAsync(), entry => (string?)entry["type"] == "report");
    }

    /// <summary>Every entry is of the published form.</summary>
    private static async Task VerifyAsync(GatewayHost host)
    {
        await host.Ledger.IntegrateAsync();
        var result = await LedgerVerification.VerifyAsync(host.LedgerDirectory, host.Ledger.VerifierKey, new() { Entries = true }, Cancellation);
        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
    }

    private ConcordatConfig Configure(ConcordatConfig config)
    {
        using var key = Concordat.Signing.SigningKey.Generate(Concordat.Signing.SignatureAlgorithm.Ed25519);
        var file = Path.Combine(config.Data, "reviewer.pub.pem");
        File.WriteAllText(file, key.PublicKey.ToPem());
        return _issuers.Configure(config) with
        {
            Approvers =
            [
                TestApprovers.Appointed(config.Data, new ApproverConfig { Id = "commander", Name = "Range Commander", Role = "commander", Party = "department", Card = "1@mil" }),
                TestApprovers.Appointed(config.Data, new ApproverConfig { Id = "reviewer", Name = "Reviewer", Role = "reviewer", Party = "vendor", Key = file }),
            ],
        };
    }

    /// <summary>A gateway that refuses.</summary>
    private async Task<GatewayHost> StartAsync()
    {
        var host = await GatewayHost.StartAsync(Configure);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        return host;
    }

    private static async Task<long> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("Hello", false, "sandbox"));
        await host.Ledger.IntegrateAsync();
        return long.Parse(response.Headers.GetValues("Concordat-Entry").Single(), null);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(GatewayHost host, string entry, string body)
    {
        var (status, answer) = await ReportAsync(host, entry, body);
        return (status, (string?)answer["error"]?["code"]);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> ReportAsync(GatewayHost host, string entry, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(new Uri($"v1/decisions/{entry}/reports", UriKind.Relative), content, Cancellation);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }
}
