using Concordat.Ledger.Retention;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Tests.Retention;

public sealed class PruneTests : IDisposable
{
    private readonly PrunedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_pruned_log_verifies_and_says_who_pruned_it_why_and_up_to_where()
    {
        await using var writer = await _log.FilledAsync(3000);
        using var retention = _log.Retention(writer);

        var result = await retention.PruneAsync(Keep(1000), TestLog.Token);

        Assert.Equal((1792, 14), (result.Minimum.Value, result.Files)); // 7 bundles and 7 tiles
        Assert.Equal(new EntryIndex(3000), result.Statement);
        var verified = await _log.VerifyAsync();
        Assert.True(verified.IsValid, verified.Fault?.ToString() ?? string.Join('\n', verified.Record!.Findings));
        Assert.Equal((1792, 1209), (verified.First.Value, verified.EntriesChecked));
        Assert.Equal((new EntryIndex(3000), new EntryIndex(1792), PrunedLog.Cause), (verified.Pruned!.Entry, verified.Pruned.Statement.Minimum, verified.Pruned.Statement.Cause));
    }

    [Fact]
    public async Task Entries_before_a_time_go_and_none_of_that_time_or_later()
    {
        await using var writer = await _log.FilledAsync(2000);
        using var retention = _log.Retention(writer);

        var result = await retention.PruneAsync(new PruneRequest { Cause = PrunedLog.Cause, Before = At(1100) }, TestLog.Token);

        Assert.Equal(1024, result.Minimum.Value);
        Assert.True((await _log.VerifyAsync()).IsValid);
    }

    [Fact]
    public async Task A_receipt_of_a_pruned_entry_still_verifies_offline_and_no_new_one_is_made()
    {
        await using var writer = await _log.FilledAsync(1000);
        using var retention = _log.Retention(writer);
        var (entry, proof) = (_log.Reader().Entry(new EntryIndex(7)), _log.Reader().Proof(new EntryIndex(7)));

        await retention.PruneAsync(Keep(300), TestLog.Token);

        Assert.True(TlogProof.Verify(proof, entry, _log.Log.VerifierKey, []).IsValid);
        var reader = _log.Reader();
        Assert.Equal(512, reader.First.Value);
        Assert.Contains("entry 7 was pruned: the log keeps the entries from 512 on", Assert.Throws<LedgerPrunedException>(() => reader.Entry(new EntryIndex(7))).Message, StringComparison.Ordinal);
        Assert.Throws<LedgerPrunedException>(() => reader.Proof(new EntryIndex(7)));
        Assert.Throws<LedgerPrunedException>(() => reader.ConsistencyProof(300));
        foreach (var index in new[] { 512, 700, 1000 })
        {
            Assert.True(TlogProof.Verify(reader.Proof(new EntryIndex(index)), reader.Entry(new EntryIndex(index)), _log.Log.VerifierKey, []).IsValid);
        }
    }

    [Theory]
    [InlineData(700, 100)]
    [InlineData(66_000, 66_000 - 65_536)]
    public async Task Only_what_the_specification_allows_is_gone(int size, int keep)
    {
        await using var writer = await _log.FilledAsync(size);
        var before = Published(size);
        using var retention = _log.Retention(writer);

        var minimum = (await retention.PruneAsync(Keep(keep), TestLog.Token)).Minimum.Value;

        Assert.Equal((size - keep) / 256 * 256, minimum);
        var published = new PublishedLog(_log.Log.LogDirectory, isWitnessed: false);
        foreach (var (path, end) in before)
        {
            Assert.True(published.Find(path) is not null == end > minimum, path);
        }

        Assert.NotNull(published.Find("minimum.json"));
        var reader = _log.Reader();
        for (var old = minimum; old <= size; old += 1 + (size / 300))
        {
            reader.ConsistencyProof(old);
        }
    }

    [Fact]
    public async Task The_log_goes_on_after_a_pruning_and_opens_again()
    {
        await using (var writer = await _log.FilledAsync(256 * 4))
        {
            using var retention = _log.Retention(writer);
            await retention.PruneAsync(Keep(1), TestLog.Token);
            await PrunedLog.FillAsync(writer, 200_000, 300);
        }

        await using (var writer = _log.Log.Open())
        {
            await PrunedLog.FillAsync(writer, 200_300, 300);
        }

        var verified = await _log.VerifyAsync();
        Assert.True(verified.IsValid, verified.Fault?.ToString());
        Assert.Equal((256 * 3, (256 * 4) + 601), (verified.First.Value, verified.Checkpoint!.Size));
    }

    [Fact]
    public void Files_of_large_logs_go_with_the_directories_that_they_leave_empty()
    {
        var directory = _log.Log.Directory;
        for (long number = 990; number < 3010; number++)
        {
            Make(TilePath.Bundle(number));
            Make(TilePath.Tile(0, number));
        }

        Make(TilePath.Bundle(2500) + ".p/7");
        Enumerable.Range(0, 12).ToList().ForEach(number => Make(TilePath.Tile(1, number)));
        var removed = new PrunedFiles(directory, new LedgerFiles());
        removed.Remove(new MinimumIndex(new EntryIndex(3005 * 256), new EntryIndex(3005 * 256), [(1500 * 256, "{}")]), TestLog.Token);

        Assert.Equal(2015 + 2014 + 10, removed.Count); // the tiles over an entry about keys stay
        Assert.Equal(
            ["tile/0/x001/500", "tile/0/x003/005", "tile/0/x003/006", "tile/0/x003/007", "tile/0/x003/008", "tile/0/x003/009", "tile/1/005", "tile/1/011"],
            Directory.EnumerateFiles(Path.Combine(directory, "tile"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(directory, file)).Where(static file => !file.Contains("entries", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["x003"], Directory.EnumerateDirectories(Path.Combine(directory, "tile", "entries")).Select(Path.GetFileName));

        void Make(string path)
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, [1]);
        }
    }

    [Fact]
    public async Task Killed_at_any_step_the_same_call_finishes_and_the_log_verifies_all_the_while()
    {
        for (var step = 0; ; step++)
        {
            using var log = new PrunedLog();
            await using var writer = await log.FilledAsync(1000);
            var died = false;
            using (var dying = log.Retention(writer, new CrashingFiles(step)))
            {
                try
                {
                    await dying.PruneAsync(Keep(300), TestLog.Token);
                }
                catch (IOException)
                {
                    died = true;
                }
            }

            var between = await log.VerifyAsync();
            Assert.True(between.IsValid, $"step {step}: {between.Fault}");
            using var again = log.Retention(writer);
            await again.PruneAsync(Keep(300), TestLog.Token);
            var after = await log.VerifyAsync();
            Assert.True(after.IsValid, $"step {step}: {after.Fault}");
            Assert.Equal(512, after.First.Value);
            Assert.False(File.Exists(log.Log.PathOf("tile/entries/000")) || File.Exists(log.Log.PathOf("tile/0/001")));
            if (!died)
            {
                Assert.True(step > 6);
                return;
            }
        }
    }

    [Fact]
    public async Task Entries_that_are_only_missing_are_a_fault_whatever_the_file_says()
    {
        await using var writer = await _log.FilledAsync(1000);
        File.Delete(_log.Log.PathOf("tile/entries/000"));
        File.Delete(_log.Log.PathOf("tile/0/000"));
        Assert.Equal("ledger_missing", (await _log.VerifyAsync()).Fault!.Code);

        await File.WriteAllTextAsync(_log.Log.PathOf("minimum.json"), """{"v":1,"minimum":256,"statement":999,"keys":[]}""", TestLog.Token);
        var unsaid = await _log.VerifyAsync();
        Assert.Equal("ledger_pruned", unsaid.Fault!.Code);
        Assert.Contains("no entry of the log says that they were pruned", unsaid.Fault.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_log.Log.PathOf("minimum.json"), """{"v":1,"minimum":25600,"statement":99900,"keys":[]}""", TestLog.Token);
        Assert.Equal("ledger_pruned", (await _log.VerifyAsync()).Fault!.Code);
        await File.WriteAllTextAsync(_log.Log.PathOf("minimum.json"), "{}", TestLog.Token);
        Assert.Equal("ledger_pruned", (await _log.VerifyAsync()).Fault!.Code);
    }

    [Fact]
    public async Task More_is_missing_than_the_entry_says_is_a_fault()
    {
        await using var writer = await _log.FilledAsync(2000);
        using var retention = _log.Retention(writer);
        await retention.PruneAsync(Keep(1500), TestLog.Token);
        File.Delete(_log.Log.PathOf("tile/entries/002"));
        File.Delete(_log.Log.PathOf("tile/0/002"));

        await File.WriteAllTextAsync(_log.Log.PathOf("minimum.json"), """{"v":1,"minimum":768,"statement":2000,"keys":[]}""", TestLog.Token);
        Assert.Equal("ledger_pruned", (await _log.VerifyAsync()).Fault!.Code);
    }

    [Fact]
    public async Task A_damaged_entry_is_not_pruned_away()
    {
        await using var writer = await _log.FilledAsync(1000);
        using var retention = _log.Retention(writer);
        var bytes = await File.ReadAllBytesAsync(_log.Log.PathOf("tile/entries/001"), TestLog.Token);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(_log.Log.PathOf("tile/entries/001"), bytes, TestLog.Token);

        await Assert.ThrowsAsync<LedgerCorruptException>(() => retention.PruneAsync(Keep(300), TestLog.Token));
        Assert.True(File.Exists(_log.Log.PathOf("tile/entries/000")));
    }

    [Fact]
    public async Task An_older_checkpoint_from_before_the_pruning_cannot_be_compared_and_that_is_said()
    {
        await using var writer = await _log.FilledAsync(300);
        var kept = await File.ReadAllBytesAsync(_log.Log.PathOf("checkpoint"), TestLog.Token);
        await PrunedLog.FillAsync(writer, 300, 700);
        var newer = await File.ReadAllBytesAsync(_log.Log.PathOf("checkpoint"), TestLog.Token);
        using var retention = _log.Retention(writer);
        await retention.PruneAsync(Keep(300), TestLog.Token);

        var result = await _log.VerifyAsync(new LedgerVerificationOptions { OlderCheckpoints = [("kept", kept)] });
        Assert.Equal(("ledger_pruned", "kept"), (result.Fault!.Code, result.Fault.File));
        Assert.True((await _log.VerifyAsync(new LedgerVerificationOptions { OlderCheckpoints = [("newer", newer)] })).IsValid);
    }

    [Fact]
    public async Task What_needs_entries_stops_a_pruning_or_bounds_it()
    {
        await using var writer = await _log.FilledAsync(2000);
        using var retention = _log.Retention(writer);
        var limits = new[] { new RetentionLimit("case `c1`", null, At(700)), new RetentionLimit("something later", new EntryIndex(1500), null) };

        var refused = await retention.PruneAsync(Keep(100) with { Limits = limits }, TestLog.Token);
        Assert.Equal((true, "case `c1`", 512, null), (refused.IsRefused, refused.StoppedBy!.Reason, refused.Allowed.Value, refused.Statement?.Value));
        Assert.True(File.Exists(_log.Log.PathOf("tile/entries/000")));

        var bounded = await retention.PruneAsync(Keep(100) with { Limits = limits, AsFarAsPossible = true }, TestLog.Token);
        Assert.Equal((false, "case `c1`", 512), (bounded.IsRefused, bounded.StoppedBy!.Reason, bounded.Minimum.Value));
        Assert.True((await _log.VerifyAsync()).IsValid);
    }

    [Fact]
    public async Task The_last_entries_and_what_the_witnesses_have_to_continue_stay()
    {
        await using var writer = await _log.FilledAsync(300);
        File.Copy(_log.Log.PathOf("checkpoint"), _log.Log.PathOf("checkpoint.witnessed"));
        await PrunedLog.FillAsync(writer, 300, 700);
        using var retention = _log.Retention(writer);

        var refused = await retention.PruneAsync(Keep(0), TestLog.Token);
        Assert.Equal(("the newest checkpoint that the witnesses cosigned", 256), (refused.StoppedBy!.Reason, refused.Allowed.Value));

        File.Delete(_log.Log.PathOf("checkpoint.witnessed"));
        Assert.Equal("the newest checkpoint", (await retention.PruneAsync(Keep(0) with { AsFarAsPossible = true }, TestLog.Token)).StoppedBy?.Reason ?? "the newest checkpoint");
        Assert.True((await _log.VerifyAsync()).IsValid);
    }

    [Fact]
    public async Task Nothing_to_prune_records_nothing()
    {
        await using var writer = await _log.FilledAsync(1000);
        using var retention = _log.Retention(writer);

        Assert.Null((await retention.PruneAsync(Keep(1000), TestLog.Token)).Statement);
        Assert.NotNull((await retention.PruneAsync(Keep(500), TestLog.Token)).Statement);
        Assert.Null((await retention.PruneAsync(Keep(501), TestLog.Token)).Statement);
        Assert.Equal(1001, writer.DurableSize);
    }

    [Fact]
    public async Task The_independent_checker_accepts_what_is_kept_from_the_minimum_index_on()
    {
        var checker = await GoChecker.BuildAsync(_log.Log.Directory);
        await using (var writer = await _log.FilledAsync(1300))
        {
            File.Copy(_log.Log.PathOf("checkpoint"), _log.Log.PathOf("checkpoint.1300"));
            await PrunedLog.FillAsync(writer, 1300, 100);
            using var retention = _log.Retention(writer);
            Assert.Equal(1024, (await retention.PruneAsync(Keep(300), TestLog.Token)).Minimum.Value);
        }

        var (code, output) = await checker.RunAsync(_log.Log.LogDirectory, _log.Log.VerifierKey);
        Assert.True(code == 1 && output.Contains("tile/entries/000: no such file", StringComparison.Ordinal), output);
        (code, output) = await checker.RunAsync("-from", "1024", _log.Log.LogDirectory, _log.Log.VerifierKey);
        Assert.True(code == 0 && output.Contains("entries OK 377", StringComparison.Ordinal) && output.Contains("consistency OK with 1 older", StringComparison.Ordinal), output);
    }

    private static PruneRequest Keep(long keep) => new() { Cause = PrunedLog.Cause, Keep = keep };

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 11, 22, 7, 0, 0, TimeSpan.Zero).AddSeconds(second);

    /// <summary>By the text of C2SP tlog-tiles: each full tile and bundle of a log of a size, with its end index.</summary>
    private static List<(string Path, long End)> Published(long size)
    {
        var all = new List<(string, long)>();
        for (long n = 0; (n + 1) * 256 <= size; n++)
        {
            all.Add((TilePath.Bundle(n), (n + 1) * 256));
        }

        for (var (level, span) = (0, 256L); span <= size; level++, span *= 256)
        {
            for (long n = 0; (n + 1) * span <= size; n++)
            {
                all.Add((TilePath.Tile(level, n), (n + 1) * span));
            }
        }

        return all;
    }
}
