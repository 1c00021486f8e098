using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Client;
using Concordat.Commands;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Setup;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>A served installation, its ledger read over HTTP, and the witnesses of both parties over HTTP too.</summary>
public sealed class WitnessedInstallationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<(Cosigner Cosigner, Witness Witness, WitnessHost Host)> _witnesses = [];
    private ServedInstallation _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string LogKey => _served.Host.Parts.Ledger.VerifierKey;

    public async ValueTask InitializeAsync() => _served = await ServedInstallation.StartAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        foreach (var (cosigner, witness, host) in _witnesses)
        {
            await host.DisposeAsync();
            witness.Dispose();
            cosigner.Dispose();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task The_ledger_is_not_served_unless_the_configuration_says_so()
    {
        using var response = await _served.Http.GetAsync(new Uri("ledger/checkpoint", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("none are configured", (string?)(await ReadyAsync()).Body["witnesses"]);
    }

    [Fact]
    public async Task Any_client_reads_and_verifies_the_served_ledger()
    {
        _served.Change("serve: false", "serve: true");
        await _served.RestartAsync(Stop);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await _served.AskAsync("How is the radar?", Stop);
        }

        await _served.Host.Parts.Ledger.IntegrateAsync();
        using var http = new HttpClient();
        var result = await LedgerVerification.VerifyAsync(_served.Host.Url + "/ledger", LogKey, new() { Http = http }, Stop);
        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.True(result.EntriesChecked >= 7);

        using var checkpoint = await GetAsync("ledger/checkpoint");
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=1", checkpoint.Headers.CacheControl!.ToString());
        using var tile = await GetAsync($"ledger/tile/0/000.p/{result.EntriesChecked}");
        Assert.Equal("application/octet-stream", tile.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", tile.Headers.CacheControl!.ToString());
        Assert.Equal(32 * result.EntriesChecked, tile.Content.Headers.ContentLength);
        using var head = await _served.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "ledger/checkpoint"), Stop);
        Assert.Equal(checkpoint.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("ledger/")]
    [InlineData("ledger/.wal/lock")]
    [InlineData("ledger/tile/0/%2e%2e/%2e%2e/.wal/lock")]
    [InlineData("ledger/..%2f..%2fkeys%2fledger.key.pem")]
    [InlineData("ledger/%2e%2e/salt.key")]
    [InlineData("ledger/checkpoint%00")]
    [InlineData("ledger//checkpoint")]
    [InlineData("ledger/checkpoint.witnessed")]
    [InlineData("ledger/tile/entries/")]
    public async Task Nothing_but_the_logs_public_files_is_served(string path)
    {
        _served.Change("serve: false", "serve: true");
        await _served.RestartAsync(Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_served.Host.Url + "/" + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await _served.Http.SendAsync(request, Stop);

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
    }

    [Fact]
    public async Task Both_parties_witness_the_ledger_over_HTTP_and_the_served_checkpoint_carries_both()
    {
        var keys = await WitnessedAsync();
        await UntilAsync(async () => (bool)(await ReadyAsync()).Body["witnesses"]!["quorum"]!);
        using var answer = await _served.AskAsync("How is the radar?", Stop);
        await _served.Host.Parts.Ledger.IntegrateAsync();
        var size = _served.Host.Parts.Ledger.CheckpointSize;
        await UntilAsync(async () => (long)(await ReadyAsync()).Body["witnesses"]!["entries"]! >= size);

        using var http = new HttpClient();
        var result = await LedgerVerification.VerifyAsync(_served.Host.Url + "/ledger", LogKey, new() { Http = http, Witnesses = keys }, Stop);
        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.True(result.Checkpoint!.Size >= size);
        var receipt = await Receipt.FetchWitnessedAsync(_served.Http, long.Parse(answer.Headers.GetValues("Concordat-Entry").Single(), System.Globalization.CultureInfo.InvariantCulture), Stop);
        var proved = receipt.Verify(TlogPolicy.Load(Path.Combine(_served.Home, "witnesses.policy")));
        Assert.True(proved.IsValid, proved.Fault);
        var metrics = await _served.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Stop);
        Assert.Contains("\nconcordat_witness_quorum 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nconcordat_witness_up{witness=\"vendor\"} 1\n", metrics, StringComparison.Ordinal);
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
        Assert.Contains("entries cosigned by vendor, department", await browser.GetStringAsync(new Uri(_served.Host.ConsoleUrl), Stop), StringComparison.Ordinal);
        var monitored = await http.GetByteArrayAsync(new Uri($"{_witnesses[0].Host.Url}/{Hash()}/checkpoint"), Stop);
        Assert.True(Checkpoint.IsCosigned(monitored, NoteVerifier.Parse(keys[0])));
    }

    [Fact]
    public async Task An_agreement_that_goes_on_without_a_quorum_serves_and_says_that_it_is_missing()
    {
        await AgreeAsync(grace: 0, withoutQuorum: "continue");
        await WitnessedAsync(reachable: false);
        await UntilAsync(async () => (bool)(await ReadyAsync()).Body["witnesses"]!["missing"]!);
        using var answer = await _served.AskAsync("How is the radar?", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (status, body) = await ReadyAsync();
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("cannot be reached", (string?)body["witnesses"]!["faults"]!["vendor"], StringComparison.Ordinal);
        Assert.Contains("\nconcordat_witness_quorum 0\n", await _served.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agreement_that_stops_without_a_quorum_serves_nothing_once_the_grace_is_over()
    {
        await AgreeAsync(grace: 0, withoutQuorum: "stop");
        await WitnessedAsync(reachable: false);
        await UntilAsync(async () => (await ReadyAsync()).Status == HttpStatusCode.ServiceUnavailable);
        var before = _served.Host.Parts.Ledger.DurableSize;
        using var answer = await _served.AskAsync("How is the radar?", Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("ledger_no_quorum", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(before, _served.Host.Parts.Ledger.DurableSize);

        // A restart does not begin a new period of grace.
        await AgreeAsync(grace: 1, withoutQuorum: "stop");
        await _served.RestartAsync(Stop);
        Assert.NotNull((await ReadyAsync()).Body["witnesses"]!["waiting_since"]);
    }

    [Theory]
    [InlineData("none", "", "does not need a witness of that name")]
    [InlineData("vendor", "vendor", "without the witness `department`")]
    [InlineData("some", "group some any vendor department", "without the witness `department`")]
    public async Task An_agreement_that_stops_is_not_served_under_a_policy_that_would_never_miss_its_witnesses(string quorum, string group, string reason)
    {
        await AgreeAsync(grace: 0, withoutQuorum: "stop");
        var refusal = await Assert.ThrowsAsync<CommandException>(() => WitnessedAsync(policy: $"{(group.StartsWith("group", StringComparison.Ordinal) ? group : "")}\nquorum {quorum}\n"));

        Assert.Contains(reason, Assert.Single(refusal.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agreement_that_stops_is_not_served_without_witnesses()
    {
        await AgreeAsync(grace: 0, withoutQuorum: "stop");
        var refusal = await Assert.ThrowsAsync<CommandException>(() => _served.RestartAsync(Stop));

        Assert.Contains("`ledger.witnesses` is not configured", Assert.Single(refusal.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_takes_no_body_beyond_its_bound_and_no_other_request()
    {
        await WitnessedAsync();
        using var http = new HttpClient { BaseAddress = new Uri(_witnesses[0].Host.Url) };
        using var huge = await http.PostAsync(new Uri("add-checkpoint", UriKind.Relative), new ByteArrayContent(new byte[AddCheckpointRequest.MaxBytes + 1]), Stop);
        using var get = await http.GetAsync(new Uri("add-checkpoint", UriKind.Relative), Stop);
        using var root = await http.GetAsync(new Uri("", UriKind.Relative), Stop);
        using var unknown = await http.GetAsync(new Uri(new string('0', 64) + "/checkpoint", UriKind.Relative), Stop);

        Assert.Equal(
            [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [huge.StatusCode, get.StatusCode, root.StatusCode, unknown.StatusCode]);
    }

    private static string Hash() =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(ConfigurationTemplate.Origin)));

    /// <summary>Waits for what comes by itself; each look is a request, and the test's own limit ends it.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Starts both witnesses and restarts the installation with a policy that names them.</summary>
    private async Task<string[]> WitnessedAsync(bool reachable = true, string policy = "group both all vendor department\nquorum both\n")
    {
        var lines = new StringBuilder();
        foreach (var name in (string[])["vendor", "department"])
        {
            var folder = new WitnessFolder(_folder.File(name));
            folder.Create(name + ".example/witness", CosignatureAlgorithm.Ed25519);
            var cosigner = folder.LoadCosigner(passphrase: null);
            var witness = folder.Open(cosigner, [LogKey], TimeProvider.System);
            var host = await WitnessHost.StartAsync(witness, "http://127.0.0.1:0", Stop);
            _witnesses.Add((cosigner, witness, host));
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"witness {name} {cosigner.Verifier} {(reachable ? host.Url : "http://127.0.0.1:1")}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(_served.Home, "witnesses.policy"), $"log {LogKey}\n{lines}{policy}", Stop);
        _served.Change("serve: false", "serve: true");
        _served.Change("# witnesses: { policy: witnesses.policy }", "witnesses: { policy: witnesses.policy, interval: 100ms }");
        await _served.RestartAsync(Stop);
        return [.. _witnesses.Select(static w => w.Cosigner.Verifier.ToString())];
    }

    private async Task AgreeAsync(int grace, string withoutQuorum)
    {
        var source = Path.Combine(_served.Home, "agreement", "agreement.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(source, Stop))!;
        json["terms"]!["withoutQuorum"] = withoutQuorum;
        json["terms"]!["quorumGraceMinutes"] = grace;
        await File.WriteAllTextAsync(source, json.ToJsonString(), Stop);
        File.Delete(Path.Combine(_served.Home, "agreement.dsse.json"));
        foreach (var role in (string[])["department", "vendor"])
        {
            var run = await CommandRun.OfAsync(
                "agreement", "sign", Path.Combine(_served.Home, "agreement"), "--key", Path.Combine(_served.Home, "keys", role + ".key.pem"), "--role", role);
            Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        }
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> ReadyAsync()
    {
        using var response = await _served.Http.GetAsync(new Uri("readyz", UriKind.Relative), Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!);
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        var response = await _served.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }
}
