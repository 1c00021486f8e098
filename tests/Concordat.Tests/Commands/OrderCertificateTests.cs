using System.Text;
using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Signing;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

/// <summary>Whether the use that an order ends has ended: counted from the ledger, signed, and counted again by whoever doubts it.</summary>
public sealed class OrderCertificateTests : IDisposable
{
    private const string Order = """
        {
          "format": "concordat-order/1", "id": "out-1", "title": "Leave the vendor", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "CIO memo 1" }],
          "action": "remove", "targets": [{ "vendor": "Example Vendor" }], "issued": "2026-06-01T00:00:00Z", "effective": "2026-06-01T00:00:00Z"
        }
        """;

    private const string Stay = """
        {
          "format": "concordat-order-notice/1", "id": "stay-1", "order": "out-1", "kind": "stay", "issuer": "cio", "reason": "a court says so", "issued": "2026-07-01T00:00:00Z",
          "from": "2026-07-01T00:00:00Z", "until": "2026-08-01T00:00:00Z", "court": "D.D.C.", "docket": "26-cv-1"
        }
        """;

    private readonly ConfigurationFolder _folder = new(ConfigurationFolder.CompleteText + """

        orders:
          issuers:
            - { id: cio, name: Chief Information Officer, key: cio.pub.pem, acts: [remove, stay, lift, report] }

        """);

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
    private readonly SigningKey _log = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private string _vkey = "";
    private string _second = "";

    public OrderCertificateTests()
    {
        SignedAgreement.WriteTo(_folder);
        _key.Save(At("cio.pem"));
        _folder.WriteFile("cio.pub.pem", _key.PublicKey.ToPem());
    }

    [Fact]
    public async Task Use_that_has_ended_is_certified_with_what_went_on_before()
    {
        await Take("out-1", Order);
        await Take("stay-1", Stay);
        await Record(("2026-05-01", "permit"), ("2026-06-10", "refuse"), ("2026-07-10", "permit"), ("2026-07-11", "permit"), ("2026-09-01", "refuse"));

        var run = await Certify();
        var json = (await Certify("--json")).Json;
        var checkedAgain = await Check();

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.StartsWith("complete: `out-1`, Leave the vendor: in force: use has ended", run.Output, StringComparison.Ordinal);
        Assert.Equal("complete", (string?)json["outcome"]);
        var use = Assert.Single(json["uses"]!.AsArray())!;
        Assert.Equal("radar-maintenance vendor-1 0 0 2 2 0 3", $"{use["useCase"]} {use["deployment"]} {use["phaseOut"]} {use["spared"]} {use["rested"]} {use["stopped"]} {use["residual"]} {use["lastEntry"]}");
        Assert.Equal("2026-07-11T12:00:00+00:00", (string?)use["lastTime"]);
        Assert.Equal(["sandbox-1", "vendor-1", "vendor-2"], json["registered"]!.AsArray().Select(name => (string?)name)); // the others are registered without a vendor
        Assert.Equal((ExitCode.Done, ""), (checkedAgain.Code, checkedAgain.Error));
        Assert.Contains("counted again, the same", checkedAgain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_let_through_after_the_end_is_no_completion()
    {
        await Take("out-1", Order);
        await Record(("2026-06-10", "refuse"), ("2026-09-02", "permit"));

        var run = await Certify();

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.StartsWith("not complete: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 requests let through after the end", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phase_out_that_goes_on_is_no_completion()
    {
        await Take("out-1", Order.Replace("\"effective\"", "\"milestones\": [{ \"stage\": \"complete\", \"due\": \"2099-01-01T00:00:00Z\" }], \"effective\"", StringComparison.Ordinal));
        await Record(("2026-06-10", "permit"));

        var json = (await Certify("--json")).Json;

        Assert.Equal("not-complete", (string?)json["outcome"]);
        Assert.Equal(1, (int)json["uses"]![0]!["phaseOut"]!);
    }

    [Fact]
    public async Task Exempted_use_is_named_and_makes_the_completion_one_with_exceptions()
    {
        await Take("out-1", Order.Replace(
            "\"effective\"",
            "\"exemptions\": [{ \"useCase\": \"radar-maintenance\", \"reason\": \"no other yet\", \"mitigation\": \"logs read weekly\", \"expires\": \"2099-01-01T00:00:00Z\" }], \"effective\"",
            StringComparison.Ordinal));
        await Record(("2026-06-10", "permit"));

        var run = await Certify();

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith("spared: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 spared", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_with_other_counts_than_the_ledger_is_refused()
    {
        await Take("out-1", Order);
        await Record(("2026-06-10", "refuse"), ("2026-09-02", "permit"));
        await Certify();

        foreach (var (from, to) in (IEnumerable<(string, string)>)[
            ("\"residual\":1", "\"residual\":0"), ("\"lastEntry\":1", "\"lastEntry\":0"), ("\"size\":2", "\"size\":1"), ("\"first\":0", "\"first\":1"), ("\"standing\":\"stop-use\"", "\"standing\":\"none\"")])
        {
            await Resign(json => json.Replace(from, to, StringComparison.Ordinal));

            Assert.Equal(ExitCode.CheckFailed, (await Check()).Code);
        }

        await Resign(json => json.Replace("\"outcome\":\"not-complete\"", "\"outcome\":\"complete\"", StringComparison.Ordinal));
        Assert.Contains("another outcome", (await Check()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_counts_while_the_ledger_goes_on_and_not_before_another_ledger()
    {
        await Take("out-1", Order);
        await Record(("2026-06-10", "refuse"), ("2026-06-11", "refuse"));
        await Certify();
        await Record(("2026-06-12", "refuse"), ("2026-06-13", "refuse"));
        var grown = await Check();
        Directory.Delete(At("log"), recursive: true);
        await Record(("2026-06-20", "refuse"), ("2026-06-21", "refuse"), ("2026-06-22", "refuse"));

        var other = await Check();

        Assert.Equal(ExitCode.Done, grown.Code);
        Assert.Equal(ExitCode.CheckFailed, other.Code);
        Assert.Contains("does not continue", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_logs_of_several_nodes_are_counted_in_one_certificate_and_each_is_counted_again()
    {
        await Take("out-1", Order);
        await Record(("2026-05-01", "permit"), ("2026-06-10", "refuse"));
        await Record("log-2", "example.org/second", ("2026-05-02", "permit"), ("2026-06-11", "refuse"), ("2026-06-12", "refuse"));

        var run = await Certify(Second());
        var json = (await Certify([.. Second(), "--json"])).Json;

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.Contains("entries 0 to 1 of example.org/concordat, entries 0 to 2 of example.org/second; 0 requests let through after the end, 3 stopped", run.Output, StringComparison.Ordinal);
        Assert.Contains("in example.org/second:", run.Output, StringComparison.Ordinal);
        var other = Assert.Single(json["others"]!.AsArray())!;
        Assert.Equal("example.org/second 3 0 2", $"{other["origin"]} {other["size"]} {other["first"]} {other["uses"]![0]!["stopped"]}");
        Assert.Equal((ExitCode.Done, ""), ((await Check(Second())).Code, (await Check(Second())).Error));
        Assert.Contains("counted the log `example.org/second` too", (await Check()).Error, StringComparison.Ordinal);
        Assert.Contains("counted the log `example.org/second` too", (await Check("--also", At("log"), "--also-key", _vkey)).Error, StringComparison.Ordinal); // the first again in its place

        await Certify();
        Assert.Equal(ExitCode.Done, (await Check(Second())).Code); // a certificate of one log needs no other
    }

    [Fact]
    public async Task What_one_node_let_through_is_not_hidden_behind_the_others()
    {
        await Take("out-1", Order);
        await Record(("2026-05-01", "permit"), ("2026-06-10", "refuse"));
        await Record("log-2", "example.org/second", ("2026-05-02", "permit"), ("2026-09-02", "permit"));

        Assert.Equal(ExitCode.Done, (await Certify()).Code);
        Assert.Equal(ExitCode.CheckFailed, (await Certify(Second())).Code);

        foreach (var (from, to) in (IEnumerable<(string, string)>)[
            ("\"residual\":1", "\"residual\":0"), ("\"outcome\":\"not-complete\"", "\"outcome\":\"complete\""), ("\"origin\":\"example.org/second\"", "\"origin\":\"example.org/concordat\""),
            ("\"origin\":\"example.org/second\"", "\"origin\":\"example.org/third\"")])
        {
            await Resign(json => json.Replace(from, to, StringComparison.Ordinal), Second());
            Assert.Equal(ExitCode.CheckFailed, (await Check(Second())).Code);
        }
    }

    [Fact]
    public async Task A_log_is_counted_once_and_every_log_has_its_key()
    {
        await Take("out-1", Order);
        await Record(("2026-06-10", "refuse"));
        await Record("log-2", "example.org/second", ("2026-06-10", "refuse"));

        var twice = await Certify("--also", At("log"), "--also-key", _vkey);
        var keyless = await Certify("--also", At("log-2"));
        var foreign = await Certify("--also", At("log-2"), "--also-key", _vkey);
        var nowhere = await Certify("--also", At("nowhere"), "--also-key", _vkey);

        Assert.All([twice, keyless, foreign, nowhere], static run => Assert.NotEqual(ExitCode.Done, run.Code));
        Assert.Contains("named twice", twice.Error, StringComparison.Ordinal);
        Assert.Contains("each ledger needs its own", keyless.Error, StringComparison.Ordinal);
        Assert.Contains("has no checkpoint", nowhere.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("c.dsse.json")));
    }

    [Fact]
    public async Task A_new_notice_asks_for_a_new_certificate()
    {
        await Take("out-1", Order);
        await Record(("2026-06-10", "refuse"));
        await Certify();
        await Take("stay-1", Stay);

        Assert.Contains("make a new one", (await Check()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_trusted_key_certifies()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        stranger.Save(At("stranger.pem"));
        _folder.WriteFile("stranger.pub.pem", stranger.PublicKey.ToPem());
        await Take("out-1", Order);
        await Record(("2026-06-10", "refuse"));
        await CommandRun.OfAsync([.. Ledger("order", "certify", "out-1", "--signing-key", At("stranger.pem"), "--output", At("c.dsse.json"))]);

        var issuers = await Check();
        var named = await CommandRun.OfAsync("order", "certificate", At("c.dsse.json"), "--signature-only", "--signer", At("stranger.pub.pem"));
        var order = await CommandRun.OfAsync([.. Ledger("order", "certificate", At("out-1.dsse.json"))]);

        Assert.Equal((ExitCode.CheckFailed, ExitCode.Done, ExitCode.CheckFailed), (issuers.Code, named.Code, order.Code));
        Assert.Contains("no valid signature of a key that is trusted", issuers.Error, StringComparison.Ordinal);
        Assert.Contains("not counted again", named.Output, StringComparison.Ordinal);
        Assert.Contains("not a certificate", order.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string[] Ledger(params string[] arguments) => [.. arguments, "--config", _folder.ConfigurationPath, "--from", At("log"), "--key", _vkey];

    private Task<CommandRun> Certify(params string[] more) => CommandRun.OfAsync([.. Ledger("order", "certify", "out-1", "--signing-key", At("cio.pem"), "--output", At("c.dsse.json")), .. more]);

    private Task<CommandRun> Check(params string[] more) => CommandRun.OfAsync([.. Ledger("order", "certificate", At("c.dsse.json")), .. more]);

    private string[] Second() => ["--also", At("log-2"), "--also-key", _second];

    private async Task Take(string id, string json)
    {
        _folder.WriteFile(id + ".json", json);
        var signed = await CommandRun.OfAsync("order", "sign", At(id + ".json"), "--key", At("cio.pem"));
        var issued = JsonNode.Parse(json)!["issued"]!.GetValue<string>();
        var applied = await CommandRun.OnAsync(issued, "order", "apply", At(id + ".dsse.json"), "--config", _folder.ConfigurationPath);
        Assert.Equal((ExitCode.Done, ExitCode.Done, ""), (signed.Code, applied.Code, signed.Error + applied.Error));
    }

    private async Task Resign(Func<string, string> change, params string[] more)
    {
        await Certify(more);
        var signed = DsseEnvelope.Parse(await File.ReadAllBytesAsync(At("c.dsse.json"), TestContext.Current.CancellationToken));
        var payload = Encoding.UTF8.GetString(signed.Payload);
        var changed = change(payload);
        Assert.NotEqual(payload, changed);
        await File.WriteAllBytesAsync(At("c.dsse.json"), DsseEnvelope.Create(signed.PayloadType, Encoding.UTF8.GetBytes(changed)).Sign(_key).ToJson(), TestContext.Current.CancellationToken);
    }

    // Decisions as the gateway records them, with the members that orders are judged by.
    private async Task Record(params (string Day, string Verdict)[] decisions) => _vkey = await WriteAsync("log", "example.org/concordat", decisions);

    private async Task Record(string folder, string origin, params (string Day, string Verdict)[] decisions) => _second = await WriteAsync(folder, origin, decisions);

    private async Task<string> WriteAsync(string folder, string origin, (string Day, string Verdict)[] decisions)
    {
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = At(folder), Origin = origin, Key = _log }, TimeProvider.System);
        foreach (var (day, verdict) in decisions)
        {
            var entry = new JsonObject
            {
                ["deployment"] = "vendor-1",
                ["facts"] = new JsonObject
                {
                    ["deployment"] = new JsonObject { ["cloud"] = "example-cloud", ["name"] = "vendor-1", ["region"] = "us-east", ["vendor"] = "Example Vendor" },
                    ["useCase"] = new JsonObject { ["organisation"] = "1st Maintenance Group" },
                },
                ["model"] = "gpt-5",
                ["time"] = $"{day}T12:00:00.500000Z",
                ["type"] = "decision",
                ["use_case"] = "radar-maintenance",
                ["verdict"] = verdict,
            };
            await writer.AppendAsync(Encoding.UTF8.GetBytes(entry.ToJsonString()), TestContext.Current.CancellationToken);
        }

        await writer.IntegrateAsync();
        return writer.VerifierKey;
    }
}
