using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>A replacement is one that the clauses let the use case's requests go to, as recorded; the plan says what requests then meet.</summary>
public sealed class OrderReplacementTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly TestIssuers _issuers = new();

    public void Dispose() => _issuers.Dispose();

    [Fact]
    public async Task What_a_clause_would_refuse_of_recorded_requests_is_no_replacement_and_says_which_clause()
    {
        await using var host = await StartAsync(Other("low") with { Accreditation = Unclassified }, Other("edge") with { Hosting = "edge" }, Other("far") with { Network = "elsewhere" }, Other("clean"));
        var (_, marked) = (await SendAsync(host), await SendAsync(host, "CUI"));

        var use = await PlanAsync(host);

        Assert.Equal(["clean"], Texts(use["replacements"]!));
        Assert.Equal(["edge 6.1 refuse 2/2", "far 6.2 refuse 2/2", "low 7.1 refuse 1/2"], Barred(use));
        var low = use["barred"]!.AsArray().Single(barred => (string?)barred!["deployment"] == "low")!;
        Assert.Equal(marked, (long?)low["entry"]);
        Assert.Contains("marked above the accreditation ceiling", (string?)low["because"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_clauses_bar_every_way_out_the_plan_says_none_and_requests_meet_just_that()
    {
        await using var host = await StartAsync(Other("low") with { Accreditation = Unclassified }, Other("edge") with { Hosting = "edge" });
        await SendAsync(host);
        await SendAsync(host, "CUI");
        var use = await PlanAsync(host);
        Assert.Empty(use["replacements"]!.AsArray());

        using var plain = await host.PostAsync("/v1/chat/completions", Request);
        using var marked = await host.PostAsync("/v1/chat/completions", Request, ("Concordat-Label", "CUI"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (plain.StatusCode, marked.StatusCode));
    }

    [Fact]
    public async Task Where_nothing_is_recorded_an_ordinary_request_of_the_use_case_is_asked_about()
    {
        await using var host = await StartAsync(Other("edge") with { Hosting = "edge" }, Other("low") with { Accreditation = Unclassified });

        var use = await PlanAsync(host);

        Assert.Equal(["low"], Texts(use["replacements"]!));
        Assert.Equal(["edge 6.1 refuse 0/0"], Barred(use));
        Assert.Null(use["barred"]![0]!["entry"]);
    }

    [Fact]
    public async Task What_clauses_would_hold_is_no_replacement_either()
    {
        await using var host = await StartAsync(
            SignedBaseAgreement.With("@title(\"Cloud only\")\n@authority(\"agreement\")\n@remedy(\"refuse\")", "@title(\"Cloud only\")\n@authority(\"agreement\")\n@remedy(\"ruling\")"),
            Other("edge") with { Hosting = "edge" });
        await SendAsync(host);

        Assert.Equal(["edge 6.1 hold 1/1"], Barred(await PlanAsync(host)));
    }

    [Fact]
    public async Task A_clause_that_wants_proof_bars_what_has_proven_nothing()
    {
        await using var host = await StartAsync(SignedBaseAgreement.With("when { !context.deployment.approved };", "when { !context.deployment.approved || (!context.deployment.verified && context.deployment.assurance == \"A0\") };"), Other("unproven") with { Verified = false });
        await SendAsync(host);

        Assert.Equal(["unproven 6.2 refuse 1/1"], Barred(await PlanAsync(host)));
    }

    [Fact]
    public async Task Entries_that_are_no_whole_decision_are_passed_over_and_the_newest_kinds_are_kept()
    {
        var folder = Directory.CreateTempSubdirectory("concordat-kinds");
        try
        {
            using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            var ledger = LedgerWriter.Open(new LedgerOptions { Directory = folder.FullName, Origin = "test.example/kinds", Key = key }, TimeProvider.System);
            var cancellation = TestContext.Current.CancellationToken;
            foreach (var entry in (string[])["nonsense", "[]", Entry("[]"), Entry("{}"), Entry("1"), Entry(Facts(0)).Replace("permit", "refuse", StringComparison.Ordinal), .. Enumerable.Range(0, 40).Select(each => Entry(Facts(each)))])
            {
                await ledger.AppendAsync(Encoding.UTF8.GetBytes(entry), cancellation);
            }

            await ledger.IntegrateAsync();
            var kinds = RecordedTraffic.Read(LedgerReader.Open(folder.FullName, ledger.VerifierKey), DateTimeOffset.UnixEpoch, cancellation).Kinds;
            await ledger.DisposeAsync();

            Assert.Equal(Enumerable.Range(14, 32).Select(each => (long)each), kinds.Of("u", "d").Select(kind => kind.Index).Order());
            Assert.Equal(45, kinds.Newest("d")?.Index);
            Assert.Empty(kinds.Of("u", "other"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static string Entry(string facts) => $$"""{"deployment":"d","facts":{{facts}},"time":"2026-11-01T00:00:00Z","type":"decision","use_case":"u","verdict":"permit"}""";
        static string Facts(int kind) => $$$"""{"deployment":{},"label":{"rank":{{{kind}}}},"operation":"chat","sources":{},"tool":{}}""";
    }

    [Fact]
    public async Task Where_a_plan_may_make_no_more_decisions_it_proposes_nothing_and_says_that_it_did_not_ask()
    {
        await using var host = await StartAsync(Other("first"), Other("second"));
        await SendAsync(host);
        await PlanAsync(host);
        var (book, config) = (host.Gateway.OrderBook!, host.Gateway.Model!.Config);
        var kinds = RecordedTraffic.Read(LedgerReader.Open(host.LedgerDirectory, host.Ledger.VerifierKey), DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken).Kinds;
        var clauses = new ReplacementClauses(host.Gateway.Model.Agreement, config, kinds) { Left = 3 };
        var now = TimeProvider.System.GetUtcNow();

        var use = Assert.Single(OrderPlan.Of(book.Find("out")!.Order!, book, config, now).Report(book.Find("out")!, book, new OrderTraffic(), [], clauses, now).Uses);

        Assert.Equal((1, "first (second not asked)"), (clauses.Left, use.ReplacementWords()));
        Assert.Equal("not-asked", Assert.Single(use.Barred).Verdict);
        Assert.Contains("second: not asked: the plan has too many replacements", Assert.Single(use.UnproposedLines()), StringComparison.Ordinal);
    }

    private static AccreditationConfig Unclassified => new() { Ceiling = "UNCLASSIFIED" };

    private static DeploymentConfig Other(string name) => TestConfig.Sandbox("sandbox") with { Name = name, Vendor = "Other AI", Priority = 1 };

    private static IEnumerable<string?> Texts(JsonNode list) => list.AsArray().Select(each => (string?)each);

    private static IEnumerable<string> Barred(JsonNode use) => use["barred"]!.AsArray()
        .Select(barred => $"{barred!["deployment"]} {string.Join(' ', Texts(barred["clauses"]!))} {barred["verdict"]} {barred["kinds_barred"]}/{barred["kinds"]}").Order(StringComparer.Ordinal);

    private Task<GatewayHost> StartAsync(params DeploymentConfig[] others) => StartAsync(SignedBaseAgreement.Agreement, others);

    private Task<GatewayHost> StartAsync(Agreement agreement, params DeploymentConfig[] others) =>
        GatewayHost.StartAsync(config => _issuers.Configure(config) with { Deployments = [.. config.Deployments, .. others] }, agreement: agreement);

    /// <returns>Index of the entry of the decision.</returns>
    private static async Task<long> SendAsync(GatewayHost host, string? label = null)
    {
        using var served = await host.PostAsync("/v1/chat/completions", Request, label is null ? [] : [("Concordat-Label", label)]);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        return (await host.EntriesAsync()).FindLastIndex(entry => (string?)entry["type"] == "decision");
    }

    /// <summary>Posts an order against the vendor of the first deployment, and reads what it means for its only use.</summary>
    private async Task<JsonNode> PlanAsync(GatewayHost host)
    {
        using var content = new ByteArrayContent(_issuers.Order("out", """{"vendor":"concordat"}"""));
        content.Headers.ContentType = new("application/json");
        using var taken = await host.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        await host.Ledger.IntegrateAsync();
        var plan = JsonNode.Parse(await host.Client.GetStringAsync(new Uri("/v1/orders/out/plan", UriKind.Relative), TestContext.Current.CancellationToken))!;
        return Assert.Single(plan["uses"]!.AsArray())!;
    }
}
