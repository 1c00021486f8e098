using System.Text;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Setup;
using Concordat.Signing;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Retention;

/// <summary>Acts of retention over a ledger that no gateway serves.</summary>
public sealed class RetentionCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _configuration = "";
    private string _ledger = "";
    private string _key = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(home, "Dept", "Vend"));
        _configuration = Path.Combine(home, "concordat.yaml");
        var config = ConfigurationFile.Load(_configuration, _ => null).Config!;
        DataFolder.Create(config);
        _ledger = DataFolder.Ledger(config);
        using var key = SigningKey.Load(config.Ledger.Key);
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = _ledger, Origin = config.Ledger.Origin, Key = key }, TimeProvider.System);
        _key = writer.VerifierKey;
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => writer.AppendAsync(Entry(i), Stop).AsTask()));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_pruned_ledger_verifies_and_shows_who_pruned_it_and_why()
    {
        var run = await RunAsync("ledger", "prune", "--keep", "300", "--because", "yearly disposal", "--by", "archivist", "--rule", "GRS 3.2");

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.StartsWith("pruned: the log keeps the entries from 512 on, as entry 1000 says; 4 files with ", run.Output, StringComparison.Ordinal);
        var verified = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key);
        Assert.Equal((ExitCode.Done, ""), (verified.Code, verified.Error));
        Assert.Contains("pruned: entries 0 to 511 are gone; entry 1000 of ", verified.Output, StringComparison.Ordinal);
        Assert.Contains(", by archivist, says why: yearly disposal (GRS 3.2)", verified.Output, StringComparison.Ordinal);
        Assert.Equal(1000, (int)(await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--json")).Json["pruned_by"]!);

        var gone = await RunAsync("ledger", "entry", "5");
        Assert.Equal(ExitCode.BadInput, gone.Code);
        Assert.StartsWith("concordat: entry 5 was pruned: the log keeps the entries from 512 on", gone.Error, StringComparison.Ordinal);
        Assert.Contains("nothing to prune: the log keeps the entries from 512 on", (await RunAsync("ledger", "prune", "--keep", "600", "--because", "again")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_stops_a_pruning_until_it_is_released()
    {
        Assert.Equal(ExitCode.Done, (await RunAsync("ledger", "hold", "add", "cv-1", "--from", "300", "--because", "letter")).Code);
        Assert.Contains("`cv-1`, entries 300 to the end, from 2026-11-22T", (await RunAsync("ledger", "hold", "list")).Output, StringComparison.Ordinal);
        Assert.Equal("cv-1", (string?)(await RunAsync("ledger", "hold", "list", "--json")).Json["holds"]![0]!["id"]);

        var stopped = await RunAsync("ledger", "prune", "--keep", "100", "--because", "disposal");
        Assert.Equal(ExitCode.CheckFailed, stopped.Code);
        Assert.Equal("concordat: not pruned: legal hold `cv-1` needs entries that would go; the log can be pruned up to entry 256\n", stopped.Error.ReplaceLineEndings("\n"));

        Assert.Equal(ExitCode.BadInput, (await RunAsync("ledger", "hold", "release", "other", "--because", "closed")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("ledger", "hold", "release", "cv-1", "--because", "closed")).Code);
        Assert.Equal("nothing is held", (await RunAsync("ledger", "hold", "list")).Output.Trim());
        Assert.Equal(ExitCode.Done, (await RunAsync("ledger", "prune", "--before", "2027-01-01", "--because", "disposal")).Code);
        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key)).Code);
    }

    [Theory]
    [InlineData("ledger", "prune", "--because", "x")]
    [InlineData("ledger", "prune", "--keep", "1", "--before", "2026-01-01", "--because", "x")]
    [InlineData("ledger", "prune", "--keep", "1")]
    [InlineData("ledger", "prune", "--keep", "1", "--because", " ")]
    [InlineData("ledger", "prune", "--keep", "-1", "--because", "x")]
    [InlineData("ledger", "hold", "add", "a b", "--from", "0", "--because", "x")]
    [InlineData("content", "show", "5", "--because", "x")]
    [InlineData("content", "shred", "--because", "x")]
    [InlineData("content", "shred", "5", "--case", "c", "--because", "x")]
    [InlineData("content", "rewrap", "--because", "x")]
    public async Task What_is_not_said_rightly_changes_nothing(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith("concordat: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("valid: 1000 entries", (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key)).Output, StringComparison.Ordinal);
    }

    private static byte[] Entry(int i) => Encoding.UTF8.GetBytes(
        $$"""{"agreement":"{{new string('a', 64)}}","configuration":"c","reason":"reload","safeguards":"s","time":"2026-11-22T07:{{i / 60:00}}:{{i % 60:00}}.000000Z","type":"configuration","v":1}""");

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", _configuration]);
}
