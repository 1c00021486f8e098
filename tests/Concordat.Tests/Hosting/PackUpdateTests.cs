using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Ledger.Contents;
using Concordat.Oversight.Certificates;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>A program with another safeguard pack comes to an installation where a former one has certified a suite, by the command line.</summary>
public sealed class PackUpdateTests : IAsyncLifetime
{
    private const string Picture = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";

    private ServedInstallation _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedInstallation.StartAsync(Stop);
        await File.WriteAllTextAsync(At("content.key"), new string('7', 64), Stop);
        await File.AppendAllTextAsync(_served.ConfigurationPath, "\ncontent:\n  for: [radar-maintenance]\n  key: { file: content.key }\n", Stop);
        await _served.RestartAsync(Stop);
        await File.WriteAllTextAsync(At("pictures.jsonl"), $$"""{"name":"picture","request":{{Picture}}}""", Stop);
        await CertifyAsync();
        await _served.DisposeHostAsync();
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task It_is_replayed_announced_and_refused_until_its_days_are_over()
    {
        Assert.Equal(ExitCode.Done, (await RunAsync("preflight", "replay")).Code);
        await AgeAsync(keeps: true);
        var replayed = await RunAsync("preflight", "replay");
        Assert.Equal(ExitCode.CheckFailed, replayed.Code);
        Assert.Matches("1 certified cases decided again under agreement [0-9a-f]{12} and safeguard pack [0-9a-f]{12}: 1 turn", replayed.Output);
        Assert.Contains("`picture` of `radar-maintenance` (Chief of Maintenance): permit, then hold by 6.4 - needs notice", replayed.Output, StringComparison.Ordinal);
        Assert.Contains("no: the safeguard pack was changed", (await RunAsync("preflight", "list")).Output, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<CommandException>(() => _served.RestartAsync(Stop));
        Assert.Contains("of this program turns certified verdicts before their owners have had notice: `picture`", refused.Message, StringComparison.Ordinal);

        var announced = await RunAsync("preflight", "announce");
        Assert.Matches("notice given: agreement [0-9a-f]{12} with the safeguard pack [0-9a-f]{12} of this program may take effect from ", announced.Output);
        Assert.Contains("notice was given before", (await RunAsync("preflight", "announce")).Output, StringComparison.Ordinal);
        Assert.Contains("notice of safeguard pack ", (await RunAsync("preflight", "list")).Output, StringComparison.Ordinal);
        var waits = await Assert.ThrowsAsync<CommandException>(() => _served.RestartAsync(Stop));
        Assert.Contains("notice was given, and it may take effect from ", waits.Message, StringComparison.Ordinal);
        Assert.Contains("its verdicts hold under safeguard pack aaaaaaaaaaaa", (await RunAsync("preflight", "show", "radar-maintenance")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suite_whose_requests_are_not_kept_is_named_apart_and_lapses()
    {
        await AgeAsync(keeps: false);
        var replayed = await RunAsync("preflight", "replay");
        Assert.Contains("`radar-maintenance` lapses: its facts were found by another safeguard pack, and its requests are not kept here; have its suite certified anew", replayed.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse((await RunAsync("preflight", "replay", "--json")).Output)!;
        Assert.Equal(("radar-maintenance", "its requests are not kept here"), ((string?)json["lapsed"]![0]!["use_case"], (string?)json["lapsed"]![0]!["because"]));

        await _served.RestartAsync(Stop);
        using var answer = await _served.AskAsync("Which repairs are urgent?", Stop);
        Assert.False(answer.Headers.Contains("Concordat-Certificate"));
    }

    [Fact]
    public async Task Certified_anew_the_former_requests_are_shredded()
    {
        await _served.RestartAsync(Stop);
        await CertifyAsync();
        await _served.DisposeHostAsync();

        var config = ConfigurationFile.Load(_served.ConfigurationPath, _ => null).Config!;
        using var contents = new ContentStore(DataFolder.Content(config), ContentKey.Parse(new string('7', 64)));
        Assert.Single(contents.Find(static id => id.Kind == (byte)CommitmentKind.Suite));
    }

    private string At(string name) => Path.Combine(_served.Home, name);

    private async Task CertifyAsync()
    {
        var run = await CommandRun.WithKeyAsync(
            _served.Http.DefaultRequestHeaders.Authorization!.Parameter!, "preflight", "certify", At("pictures.jsonl"), "--url", _served.Host.Url, "--output", At("c.json"));
        Assert.True(run.Code == ExitCode.Done, run.Error);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", _served.ConfigurationPath]);

    /// <summary>Puts in place of the certificate one of a former pack, which took the picture for nothing.</summary>
    private async Task AgeAsync(bool keeps)
    {
        var config = ConfigurationFile.Load(_served.ConfigurationPath, _ => null).Config!;
        await using var stores = await SharedDatabase.OpenStoresAsync(config, Environment.GetEnvironmentVariable, TimeProvider.System, Stop);
        var commitments = Commitments.Open(DataFolder.SaltKey(config), new SaltStore(DataFolder.Salts(config)));
        var seal = commitments.CertificateSeal();
        var today = CertificateBook.Of(seal, await stores.Certificates.ListAsync(0, Stop)).Of("radar-maintenance")!;
        var (id, salt, commitment) = (Guid.CreateVersion7(today.Issued), new byte[Commitments.Size], new byte[Commitments.Size]);
        commitments.Salt(id, salt);
        Commitments.Commit(salt, CommitmentKind.Request, System.Text.Encoding.UTF8.GetBytes(Picture), commitment);
        var facts = JsonNode.Parse(today.Cases[0].Facts.GetRawText())!;
        facts["content"]!["uninspectable"] = new JsonArray();
        var was = JsonSerializer.SerializeToElement(facts);
        var old = today with
        {
            Id = id.ToString("N"),
            Safeguards = new string('a', 64),
            Cases = [today.Cases[0] with { Verdict = "permit", Clauses = [], Facts = was, FactsHash = CertificateReader.HashOf(was), Request = Convert.ToHexStringLower(commitment) }],
        };
        var envelope = seal.Seal(CertificateReader.Envelope(old));
        using var contents = new ContentStore(DataFolder.Content(config), ContentKey.Parse(new string('7', 64)));
        var (outcome, kept) = contents.Open(Assert.Single(contents.Find(Guid.ParseExact(today.Id, "N"), today.Issued)));
        Assert.Equal(ContentOutcome.Opened, outcome);
        if (keeps)
        {
            contents.Write([contents.Seal(new ContentId(new EntryIndex(9999), id, (byte)CommitmentKind.Suite, CertificateReader.Read(envelope.ToJson()).Hash, old.Issued), kept)]);
        }

        await stores.Certificates.AddAsync(old.Id, envelope.ToJson(), Stop);
    }
}
