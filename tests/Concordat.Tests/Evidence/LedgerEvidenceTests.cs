using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Signing;
using Concordat.Tests.Commands;
using Concordat.Tests.Hosting;

namespace Concordat.Tests.Evidence;

/// <summary>The commands that take evidence from a ledger, on one that a served installation wrote.</summary>
public sealed class LedgerEvidenceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServedInstallation _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Key => _served.Host.Parts.Ledger.VerifierKey;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedInstallation.StartAsync(Stop);
        using var permitted = await _served.AskAsync("Which repairs are urgent?", Stop);
        using var refused = await _served.AskAsync("TOP SECRET//SI//NOFORN x", Stop);
        await _served.Host.Parts.Ledger.IntegrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_package_checks_itself_as_a_folder_and_as_a_zip_file()
    {
        foreach (var name in (string[])["evidence", "evidence.zip"])
        {
            var export = await RunAsync("export", "--since", "0", "--output", _folder.File(name));
            var verify = await CommandRun.OfAsync("ledger", "verify-export", _folder.File(name), "--key", Key);

            Assert.Equal((ExitCode.Done, ""), (export.Code, export.Error));
            Assert.Equal((ExitCode.Done, ""), (verify.Code, verify.Error));
            Assert.StartsWith("valid: 4 entries of ", verify.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Which repairs", await File.ReadAllTextAsync(Path.Combine(_folder.File("evidence"), "report.html"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clause_brings_the_entries_that_it_decided_and_the_configuration_in_force()
    {
        var refused = JsonNode.Parse((await RunAsync("entry", "3")).Output)!;
        var clause = (string)refused["clauses"]![0]!;

        await RunAsync("export", "--clause", clause, "--output", _folder.File("evidence"));
        var none = await RunAsync("export", "--clause", "99.9", "--output", _folder.File("none"));

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.File("evidence"), "manifest.json"), Stop))!;
        Assert.Equal([0, 3], manifest["entries"]!.AsArray().Select(index => (int)index!));
        Assert.Equal(ExitCode.BadInput, none.Code);
        Assert.False(Directory.Exists(_folder.File("none")));
    }

    [Theory]
    [InlineData("entries/1.json")]
    [InlineData("proofs/2.tlog-proof")]
    [InlineData("report.html")]
    [InlineData("oscal-assessment-results.json")]
    [InlineData("agreements/")]
    public async Task A_changed_file_of_the_package_is_found(string path)
    {
        await RunAsync("export", "--until", "9", "--output", _folder.File("evidence"));
        var file = Path.Combine(_folder.File("evidence"), path);
        file = path.EndsWith('/') ? Directory.GetFiles(file).Single() : file;
        var bytes = await File.ReadAllBytesAsync(file, Stop);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Stop);

        var verify = await CommandRun.OfAsync("ledger", "verify-export", _folder.File("evidence"), "--key", Key);

        Assert.Equal(ExitCode.CheckFailed, verify.Code);
        Assert.Empty(verify.Output);
    }

    [Fact]
    public async Task The_key_of_another_log_does_not_verify_a_package()
    {
        await RunAsync("export", "--since", "0", "--output", _folder.File("evidence"));

        var verify = await CommandRun.OfAsync(
            "ledger", "verify-export", _folder.File("evidence"), "--key", "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");

        Assert.Equal(ExitCode.CheckFailed, verify.Code);
    }

    [Fact]
    public async Task The_assessment_results_are_valid_by_the_schema_of_NIST()
    {
        await RunAsync("export", "--since", "0", "--output", _folder.File("evidence"));
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.Path("tests/Concordat.Tests/Evidence/oscal/oscal_assessment-results_schema.json"), Stop));
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.File("evidence"), "oscal-assessment-results.json"), Stop));
        var check = new JsonSchemaCheck(schema.RootElement);

        Assert.Empty(check.Faults(results.RootElement));
        var broken = JsonNode.Parse(results.RootElement.GetRawText())!;
        broken["assessment-results"]!["results"]![0]!["observations"]![0]!["uuid"] = "x";
        using var reparsed = JsonDocument.Parse(broken.ToJsonString());
        Assert.NotEmpty(check.Faults(reparsed.RootElement));
    }

    [Fact]
    public async Task A_ledger_replays_as_recorded_and_a_draft_shows_what_it_would_change()
    {
        var same = await RunAsync("replay");
        var draft = _folder.File("draft");
        Agreements.BaseAgreement.WriteTo(draft);
        var under = (await RunAsync("replay", "--agreement", draft, "--json")).Json;

        Assert.Equal((ExitCode.Done, "3 verdicts decided again under the agreement recorded with each: 3 the same, 0 otherwise"), (same.Code, same.Output.TrimEnd()));
        Assert.Equal((3, 3), ((int)under["decided"]!, (int)under["same"]! + (int)under["changed"]!));
    }

    [Fact]
    public async Task A_diff_lists_the_requests_that_a_corrected_ceiling_would_have_stopped()
    {
        using var marked = await _served.AskAsync("CUI//SP-PRVCY\\nWhich repairs are urgent?", Stop);
        Assert.Equal(System.Net.HttpStatusCode.OK, marked.StatusCode);
        await _served.Host.Parts.Ledger.IntegrateAsync();
        var (draft, changes) = (_folder.File("draft"), _folder.File("changes.jsonl"));
        Agreements.BaseAgreement.WriteTo(draft);
        var metadata = Path.Combine(draft, "agreement.json");
        var network = ConfigurationFile.Load(_served.ConfigurationPath, _ => null).Config!.Network.Id;
        await File.WriteAllTextAsync(metadata, (await File.ReadAllTextAsync(metadata, Stop)).Replace(
            "\"continuity\"", $"\"networks\": {{ \"{network}\": {{ \"ceiling\": \"UNCLASSIFIED\" }} }}, \"continuity\"", StringComparison.Ordinal), Stop);
        string[] command = ["agreement", "diff", Path.Combine(_served.Home, "agreement.dsse.json"), draft, "--requests", "--config", _served.ConfigurationPath];

        var run = await CommandRun.OfAsync([.. command, "--changes", changes]);
        var json = (await CommandRun.OfAsync([.. command, "--json"])).Json;

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.Contains("networks and their ceilings", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{network}: UNCLASSIFIED", run.Output, StringComparison.Ordinal);
        Assert.Contains("  entry 4 (decision, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("permit, now refuse by 7.1", run.Output, StringComparison.Ordinal);
        Assert.Equal([4], (await File.ReadAllLinesAsync(changes, Stop)).Select(line => JsonNode.Parse(line)!).Where(each => (string?)each["type"] == "decision").Select(each => (int)each["index"]!));
        Assert.Equal("7.1", (string?)json["requests"]!["clauses"]![0]!["clause"]);
        Assert.NotNull(json["clauses"]);
    }

    [Fact]
    public async Task A_request_is_revealed_to_an_inspector_and_no_other_passes_for_it()
    {
        const string Body = """{"model":"sandbox","messages":[{"role":"user","content":"Which repairs are urgent?"}]}""";
        var (body, reveal, out1) = (_folder.File("body.json"), _folder.File("reveal.json"), _folder.File("out.json"));
        await File.WriteAllTextAsync(body, Body, Stop);

        var shown = await RunAsync("reveal", "1", "--body", body, "--output", reveal);
        var valid = await CommandRun.OfAsync("ledger", "verify-reveal", reveal, "--key", Key, "--output", out1);
        await File.AppendAllTextAsync(body, " ", Stop);
        var other = await RunAsync("reveal", "1", "--body", body);

        Assert.Equal((ExitCode.Done, ""), (shown.Code, shown.Error));
        Assert.Equal($"valid: these {Body.Length} bytes are the request in entry 1", valid.Output.TrimEnd());
        Assert.Equal(Body, await File.ReadAllTextAsync(out1, Stop));
        Assert.Equal(ExitCode.CheckFailed, other.Code);
    }

    [Fact]
    public async Task A_package_over_a_change_of_key_is_checked_with_the_first_key_and_with_the_last()
    {
        var first = Key;
        await _served.DisposeHostAsync();
        var rotate = await RunAsync("rotate-key", "--new", Path.Combine(_served.Home, "keys/ledger-2.key.pem"));
        Assert.True(rotate.Code == ExitCode.Done, rotate.Error);
        _served.Change("key: keys/ledger.key.pem", "key: keys/ledger-2.key.pem");
        await _served.RestartAsync(Stop);
        using var answer = await _served.AskAsync("Which repairs are urgent?", Stop);
        await _served.Host.Parts.Ledger.IntegrateAsync();

        var export = await RunAsync("export", "--since", "0", "--output", _folder.File("evidence"));

        Assert.Equal((ExitCode.Done, ""), (export.Code, export.Error));
        Assert.NotEqual(first, Key);
        foreach (var known in (string[])[first, Key])
        {
            var verify = await CommandRun.OfAsync("ledger", "verify-export", _folder.File("evidence"), "--key", known);
            Assert.Equal((ExitCode.Done, ""), (verify.Code, verify.Error));
        }

        var policy = _folder.Write("policy", $"log {first}\nquorum none\n");
        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync("ledger", "verify-export", _folder.File("evidence"), "--policy", policy)).Code);
        await File.WriteAllTextAsync(policy, (await File.ReadAllTextAsync(Path.Combine(_folder.File("evidence"), "manifest.json"), Stop)).Replace(Key, first, StringComparison.Ordinal), Stop);
        File.Copy(policy, Path.Combine(_folder.File("evidence"), "manifest.json"), overwrite: true);
        Assert.Contains("manifest.json names another key", (await CommandRun.OfAsync("ledger", "verify-export", _folder.File("evidence"), "--key", first)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_carries_every_key_of_a_party_and_is_checked_with_all_of_them_and_with_each()
    {
        using var also = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        var (publicKey, privateKey) = (Path.Combine(_served.Home, "keys/vendor-p384.pub.pem"), _folder.File("vendor-p384.key.pem"));
        also.Save(privateKey);
        await File.WriteAllTextAsync(publicKey, also.PublicKey.ToPem(), Stop);
        await _served.DisposeHostAsync();
        var sign = await CommandRun.OfAsync(
            "agreement", "sign", Path.Combine(_served.Home, "agreement"), "--key", privateKey, "--role", "vendor", "--output", Path.Combine(_served.Home, "agreement.dsse.json"));
        Assert.True(sign.Code == ExitCode.Done, sign.Error);
        var pack = await CommandRun.OfAsync("safeguards", "sign", "--key", privateKey, "--output", Path.Combine(_served.Home, "safeguards.dsse.json"));
        Assert.True(pack.Code == ExitCode.Done, pack.Error);
        _served.Change("key: keys/vendor.pub.pem }", "key: keys/vendor.pub.pem, alsoKeys: [keys/vendor-p384.pub.pem] }");
        string[] appoint = ["approver", "appoint", "vendor-reviewer", "--config", Path.Combine(_served.Home, "concordat.yaml"), "--out", Path.Combine(_served.Home, "keys/vendor-reviewer.appointment.json")];
        var half = await CommandRun.OfAsync([.. appoint, "--key", privateKey]);
        Assert.Contains("not every key, by which the vendor signed the agreement", half.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync([.. appoint, "--key", privateKey, "--key", Path.Combine(_served.Home, "keys/vendor.key.pem")])).Code);
        await _served.RestartAsync(Stop);
        using var answer = await _served.AskAsync("Which repairs are urgent?", Stop);
        await _served.Host.Parts.Ledger.IntegrateAsync();

        var (package, vendor, department) = (_folder.File("evidence"), Path.Combine(_served.Home, "keys/vendor.pub.pem"), Path.Combine(_served.Home, "keys/department.pub.pem"));
        var export = await RunAsync("export", "--since", "0", "--output", package);
        Assert.Equal((ExitCode.Done, ""), (export.Code, export.Error));
        var file = Path.Combine(package, $"parties/{also.PublicKey.KeyId}.pub.pem");
        Assert.Equal(also.PublicKey.ToPem(), await File.ReadAllTextAsync(file, Stop));
        Assert.Contains(also.PublicKey.KeyId[..12], await File.ReadAllTextAsync(Path.Combine(package, "report.html"), Stop), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await VerifyAsync(package)).Code);
        foreach (var keys in (string[])[vendor, publicKey, $"{vendor},{publicKey}"])
        {
            var verify = await VerifyAsync(package, "--party", $"department={department}", "--party", $"vendor={keys}");
            Assert.True(verify.Code == ExitCode.Done, verify.Error);
        }

        Assert.Equal(ExitCode.CheckFailed, (await VerifyAsync(package, "--party", $"department={department}", "--party", $"vendor={vendor},{department}")).Code);
        File.Copy(vendor, file, overwrite: true);
        Assert.Contains("it is the key", (await VerifyAsync(package)).Error, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Equal(ExitCode.CheckFailed, (await VerifyAsync(package)).Code);
    }

    private Task<CommandRun> VerifyAsync(string package, params string[] more) =>
        CommandRun.OfAsync(["ledger", "verify-export", package, "--key", Key, .. more]);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(["ledger", .. arguments, "--config", _served.ConfigurationPath]);
}
