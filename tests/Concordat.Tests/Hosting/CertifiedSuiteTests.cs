using System.Net;
using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Signing;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>From a file of requests to an amendment that waits for its notice, by the command line.</summary>
public sealed class CertifiedSuiteTests : IAsyncLifetime
{
    private const string Suite = """
        {"name":"urgent-repairs","request":{"model":"sandbox","messages":[{"role":"user","content":"Which repairs are urgent?"}]}}

        {"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}
        """;

    private ServedInstallation _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Key => _served.Http.DefaultRequestHeaders.Authorization!.Parameter!;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedInstallation.StartAsync(Stop);
        await File.WriteAllTextAsync(At("repairs.jsonl"), Suite, Stop);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task A_suite_is_certified_listed_shown_and_verified_offline()
    {
        var certified = await CertifyAsync();
        Assert.StartsWith("certified: `repairs` of `radar-maintenance` under agreement ", certified.Output, StringComparison.Ordinal);
        Assert.Contains("1 hold, 1 permit", certified.Output, StringComparison.Ordinal);

        var listed = await RunAsync("preflight", "list");
        Assert.Matches("radar-maintenance +repairs +1 +1 +0 .* yes", listed.Output);
        var shown = await RunAsync("preflight", "show", "radar-maintenance");
        Assert.Contains("it stands", shown.Output, StringComparison.Ordinal);
        Assert.Matches("line-3 +chat +sandbox +hold +hold +6.4", shown.Output);

        var verified = await RunAsync("preflight", "verify", At("repairs.certificate.dsse.json"), "--agreement", At("agreement.dsse.json"));
        Assert.True(verified.Code == ExitCode.Done, verified.Error);
        Assert.Contains("decided again: 2 the same, 0 otherwise", verified.Output, StringComparison.Ordinal);
        var offline = await CommandRun.OfAsync("preflight", "verify", At("repairs.certificate.dsse.json"), "--log-key", _served.Host.Parts.Ledger.VerifierKey);
        Assert.True(offline.Code == ExitCode.Done, offline.Error);
    }

    [Fact]
    public async Task A_forged_certificate_is_refused_with_1()
    {
        await CertifyAsync();
        var envelope = DsseEnvelope.Parse(await File.ReadAllBytesAsync(At("repairs.certificate.dsse.json"), Stop));
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await File.WriteAllBytesAsync(At("forged.json"), DsseEnvelope.Create(envelope.PayloadType, envelope.Payload).Sign(other).ToJson(), Stop);

        var verified = await RunAsync("preflight", "verify", At("forged.json"));
        Assert.Equal(ExitCode.CheckFailed, verified.Code);
        Assert.Contains("no valid signature of a key that is trusted", verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amendment_is_replayed_announced_and_refused_until_its_days_are_over()
    {
        await CertifyAsync();
        var same = await RunAsync("preflight", "replay", "--agreement", At("agreement"));
        Assert.True(same.Code == ExitCode.Done, same.Output + same.Error);

        var clauses = At("agreement/clauses.cedar");
        await File.WriteAllTextAsync(
            clauses,
            (await File.ReadAllTextAsync(clauses, Stop)).Replace("[\"shadow\", \"trial\", \"general\"].contains(context.useCase.readiness)", "[\"shadow\", \"trial\"].contains(context.useCase.readiness)", StringComparison.Ordinal),
            Stop);
        var draft = await RunAsync("preflight", "replay", "--agreement", At("agreement"), "--changes", At("changes.jsonl"));
        Assert.Equal(ExitCode.CheckFailed, draft.Code);
        Assert.Contains("`urgent-repairs` of `radar-maintenance` (Chief of Maintenance): permit, then refuse by 9.2 - needs notice", draft.Output, StringComparison.Ordinal);
        Assert.Equal("refuse", (string?)JsonNode.Parse((await File.ReadAllLinesAsync(At("changes.jsonl"), Stop))[0])!["to"]);

        await SignAsync(At("amendment.dsse.json"));
        var announced = await RunAsync("preflight", "announce", "--agreement", At("amendment.dsse.json"));
        Assert.Contains("notice given: agreement ", announced.Output, StringComparison.Ordinal);
        Assert.Contains("notice was given before", (await RunAsync("preflight", "announce", "--agreement", At("amendment.dsse.json"))).Output, StringComparison.Ordinal);
        Assert.Contains("2 certified verdicts turn", (await RunAsync("preflight", "list")).Output, StringComparison.Ordinal);

        var before = await File.ReadAllBytesAsync(At("agreement.dsse.json"), Stop);
        File.Copy(At("amendment.dsse.json"), At("agreement.dsse.json"), overwrite: true);
        var refused = await Assert.ThrowsAsync<CommandException>(() => _served.RestartAsync(Stop));
        Assert.Contains("turns certified verdicts before their owners have had notice", refused.Message, StringComparison.Ordinal);
        Assert.Contains("notice was given, and it may take effect from ", refused.Message, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(At("agreement.dsse.json"), before, Stop);
        await _served.RestartAsync(Stop);
        using var answer = await _served.AskAsync("Which repairs are urgent?", Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Concordat-Certificate"));
    }

    private string At(string name) => Path.Combine(_served.Home, name);

    private async Task<CommandRun> CertifyAsync()
    {
        var run = await CommandRun.WithKeyAsync(
            Key, "preflight", "certify", At("repairs.jsonl"), "--url", _served.Host.Url, "--output", At("repairs.certificate.dsse.json"));
        Assert.True(run.Code == ExitCode.Done, run.Error);
        return run;
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", _served.ConfigurationPath]);

    private async Task SignAsync(string output)
    {
        foreach (var role in (string[])["department", "vendor"])
        {
            var sign = await CommandRun.OfAsync("agreement", "sign", At("agreement"), "--key", At($"keys/{role}.key.pem"), "--role", role, "--output", output);
            Assert.True(sign.Code == ExitCode.Done, sign.Error);
        }
    }
}
