using Concordat.Configuration;
using Concordat.Gateway.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Tests.Configuration;

public sealed class ConfigurationWatcherTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ConfigurationState _state;
    private readonly List<ConcordatConfig> _applied = [];
    private readonly ConfigurationWatcher _watcher;
    private IReadOnlyList<string> _answer = [];

    public ConfigurationWatcherTests()
    {
        _state = new ConfigurationState(_time.Now);
        _watcher = new ConfigurationWatcher(
            _folder.ConfigurationPath,
            _folder.Load().Config!,
            path => ConfigurationFile.Load(path, ConfigurationFolder.Environment),
            Apply,
            _state,
            _time,
            NullLogger<ConfigurationWatcher>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_did_not_change_is_not_read_again()
    {
        await Look(3);

        Assert.Empty(_applied);
        Assert.Equal(1, _state.Status.Generation);
    }

    [Fact]
    public async Task A_changed_file_is_in_force_after_it_settled()
    {
        Change("readiness: general", "readiness: trial");

        await Look(1);
        Assert.Empty(_applied);
        await Look(1);

        Assert.Equal("trial", Assert.Single(_applied).UseCases[0].Readiness);
        Assert.Equal(2, _state.Status.Generation);
        Assert.True(_state.Status.IsCurrent);
        await Look(3);
        Assert.Single(_applied);
    }

    [Fact]
    public async Task A_file_that_is_still_being_written_is_left_alone()
    {
        Change("readiness: general", "readiness: trial");
        await Look(1);
        Change("readiness: trial", "readiness: shadow");
        await Look(1);
        Assert.Empty(_applied);

        await Look(1);

        Assert.Equal("shadow", Assert.Single(_applied).UseCases[0].Readiness);
    }

    [Fact]
    public async Task A_bad_file_changes_nothing_and_is_told()
    {
        Change("readiness: general", "readiness: live");

        await Look(4);

        Assert.Empty(_applied);
        Assert.Equal(1, _state.Status.Generation);
        Assert.Contains("concordat.yaml:30:16: `useCases[0].readiness` must be one of", Assert.Single(_state.Status.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_that_was_put_right_is_taken()
    {
        Change("readiness: general", "readiness: live");
        await Look(2);
        Change("readiness: live", "readiness: trial");

        await Look(2);

        Assert.Equal("trial", Assert.Single(_applied).UseCases[0].Readiness);
        Assert.True(_state.Status.IsCurrent);
    }

    [Fact]
    public async Task A_file_that_is_named_and_appears_later_is_noticed()
    {
        Change("keys/vendor-2.secret", "keys/vendor-3.secret");
        await Look(2);
        Assert.False(_state.Status.IsCurrent);

        _folder.WriteFile("keys/vendor-3.secret", "secret");
        await Look(2);

        Assert.Single(_applied);
        Assert.True(_state.Status.IsCurrent);
    }

    [Theory]
    [InlineData("agreement.dsse.json")]
    [InlineData("safeguards.dsse.json")]
    [InlineData("keys/vendor.pub.pem")]
    [InlineData("keys/vendor-2.secret")]
    public async Task A_change_of_a_named_file_counts_as_a_change(string file)
    {
        _folder.WriteFile(file, "changed");

        await Look(2);

        Assert.Single(_applied);
    }

    [Fact]
    public async Task What_cannot_be_applied_leaves_the_old_in_force_and_is_told()
    {
        _answer = ["the agreement is not signed by `vendor`"];
        Change("readiness: general", "readiness: trial");

        await Look(4);

        Assert.Single(_applied);
        Assert.Equal(1, _state.Status.Generation);
        Assert.Equal(_answer, _state.Status.Errors);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8787", "http://127.0.0.1:8788", "`listen` changed")]
    [InlineData("data: ./data", "data: ./other", "`data` changed")]
    [InlineData("example.org/concordat", "example.org/other", "`ledger.origin` changed")]
    [InlineData("checkpointInterval: 500ms", "checkpointInterval: 1s", "`ledger.checkpointInterval` changed from `500ms` to `1s`; restart")]
    public async Task A_change_that_needs_a_restart_is_told_and_not_half_taken(string before, string after, string error)
    {
        Change(before, after);

        await Look(2);

        Assert.Empty(_applied);
        Assert.Contains(error, Assert.Single(_state.Status.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_reads_the_file_even_when_it_did_not_change()
    {
        await _watcher.ReloadAsync(Stop);

        Assert.Single(_applied);
        Assert.Equal(2, _state.Status.Generation);
    }

    [Fact]
    public async Task A_file_that_was_removed_leaves_the_old_in_force()
    {
        File.Delete(_folder.ConfigurationPath);

        await Look(3);

        Assert.Empty(_applied);
        Assert.Contains("there is no such file", Assert.Single(_state.Status.Errors), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _folder.Dispose();
    }

    private ValueTask<IReadOnlyList<string>> Apply(ConcordatConfig config, CancellationToken cancellationToken)
    {
        _applied.Add(config);
        return ValueTask.FromResult(_answer);
    }

    private void Change(string before, string after)
    {
        var text = File.ReadAllText(_folder.ConfigurationPath);
        Assert.Contains(before, text, StringComparison.Ordinal);
        _folder.Write(text.Replace(before, after, StringComparison.Ordinal));
    }

    private async Task Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _watcher.LookAsync(Stop);
        }
    }
}
