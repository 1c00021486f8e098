using System.Net;
using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>A gateway that reads its ledger again and again, and a disk that changes a byte of it.</summary>
public sealed class ScrubDutyTests : IAsyncLifetime
{
    private ServedInstallation _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LedgerWriter Ledger => _served.Host.Parts.Ledger;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedInstallation.StartAsync(Stop);
        _served.Change("checkpointInterval: 500ms", "checkpointInterval: 100ms\n  scrubInterval: 1s\n  scrubRate: 100");
        await _served.RestartAsync(Stop);
        for (var i = 0; i < 150; i++)
        {
            using var answer = await _served.AskAsync("How is the radar?", Stop); // more than one bundle of 256 entries
        }

        await Ledger.IntegrateAsync();
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task A_round_that_finds_nothing_leaves_its_time()
    {
        await UntilAsync(() => Task.FromResult(LedgerScrub.LastSound(Ledger.Location) is not null));

        var metrics = await MetricsAsync();
        Assert.Contains("\nconcordat_ledger_damaged 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nconcordat_ledger_scrubbed_timestamp_seconds ", metrics, StringComparison.Ordinal);
        Assert.Null((string?)(await ReadyAsync()).Body["ledger_fault"]);
        Assert.DoesNotContain("concordat_fleet", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tile/entries/000", 5000)]
    [InlineData("tile/0/000", 64)]
    public async Task A_byte_that_changes_under_a_running_gateway_stops_it_and_the_file_put_back_lets_it_go_on(string file, int offset)
    {
        var path = Path.Combine(Ledger.Location, file);
        var right = await File.ReadAllBytesAsync(path, Stop);
        byte[] wrong = [.. right];
        wrong[offset] ^= 4;
        Replace(path, wrong);
        await UntilAsync(async () => (await ReadyAsync()).Status == HttpStatusCode.ServiceUnavailable);

        var fault = (string?)(await ReadyAsync()).Body["ledger_fault"];
        Assert.StartsWith($"the ledger is damaged and not extended: {file}: offset ", fault, StringComparison.Ordinal);
        Assert.Contains("restore the file from a copy", fault, StringComparison.Ordinal);
        Assert.Contains("concordat ledger scrub", fault, StringComparison.Ordinal);
        var size = Ledger.DurableSize;
        using (var answer = await _served.AskAsync("How is the radar?", Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        Assert.Equal(size, Ledger.DurableSize);
        var metrics = await MetricsAsync();
        Assert.Contains("\nconcordat_ledger_damaged 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nconcordat_ledger_healthy 0\n", metrics, StringComparison.Ordinal);

        Replace(path, right);
        await UntilAsync(async () => (await ReadyAsync()).Status == HttpStatusCode.OK);
        using var again = await _served.AskAsync("How is the radar?", Stop);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_ledger_with_an_earlier_key_and_checkpoints_of_that_time_is_sound()
    {
        var old = Path.Combine(Ledger.Location, "checkpoint.of-the-earlier-key");
        File.Copy(Path.Combine(Ledger.Location, "checkpoint"), old);
        var location = Ledger.Location;
        await _served.DisposeHostAsync();
        var rotate = await CommandRun.OfAsync("ledger", "rotate-key", "--new", Path.Combine(_served.Home, "keys/ledger-2.key.pem"), "--config", _served.ConfigurationPath);
        Assert.True(rotate.Code == ExitCode.Done, rotate.Error);
        _served.Change("key: keys/ledger.key.pem", "key: keys/ledger-2.key.pem");
        var before = LedgerScrub.LastSound(location);
        await _served.RestartAsync(Stop);

        await UntilAsync(() => Task.FromResult(LedgerScrub.LastSound(location) > (before ?? DateTimeOffset.MinValue)));
        Assert.Null(Ledger.Damage);

        // What is in it still has to fit the tree.
        await File.WriteAllTextAsync(old, (await File.ReadAllTextAsync(old, Stop)).Replace("\n", "A\n", StringComparison.Ordinal), Stop);
        await UntilAsync(() => Task.FromResult(Ledger.Damage is not null));
    }

    /// <summary>At once: a round may be reading it.</summary>
    private static void Replace(string path, byte[] content)
    {
        File.WriteAllBytes(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> ReadyAsync()
    {
        using var response = await _served.Http.GetAsync(new Uri("readyz", UriKind.Relative), Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!);
    }

    private Task<string> MetricsAsync() => _served.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Stop);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
