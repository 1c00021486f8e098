using Concordat.Ledger.Merkle;
using Concordat.Ledger.Scrubbing;
using Concordat.Ledger.Wal;

namespace Concordat.Ledger.Tests.Scrubbing;

/// <summary>Whatever happens to a file of a log is found, in that file, and the log is not extended before it is put back.</summary>
public sealed class LedgerScrubTests : IDisposable
{
    private readonly ScrubbedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(730, 60, 150)]
    [InlineData(66_200, 300, 15)] // three levels
    public async Task Any_damage_to_any_file_is_found_in_that_file_and_the_log_is_not_extended(int integrated, int more, int rounds)
    {
        await _log.MakeAsync(integrated, more);
        await AssertSoundAsync("as made");
        var random = new Random(20261122);

        // By folder, that the many full tiles leave a turn to the few files of the other kinds.
        var kinds = _log.Files().Where(static f => f is not (".wal/spare" or ".wal/scrubbed")).GroupBy(static f => Path.GetDirectoryName(f)!, StringComparer.Ordinal).ToArray();
        for (var round = 0; round < rounds;)
        {
            var kind = kinds[random.Next(kinds.Length)].ToArray();
            var file = kind[random.Next(kind.Length)];
            var path = Path.Combine(_log.Crashed, file);
            var isSegment = file.EndsWith(".wal", StringComparison.Ordinal);
            var (used, lastFlush) = isSegment ? Segment(path) : ((int)new FileInfo(path).Length, int.MaxValue);
            var others = kind.Where(f => f != file && !f.StartsWith("checkpoint", StringComparison.Ordinal)).ToArray(); // an older checkpoint is a true one
            var other = others.Length == 0 ? null : Path.Combine(_log.Crashed, others[random.Next(others.Length)]);
            if (used == 0 || DamagedFile.Of(path, used, other, random) is not { } damage)
            {
                continue;
            }

            // What reaches into the last flush, which no checkpoint covers, may as well have been torn by the crash.
            if (damage.End <= lastFlush)
            {
                await AssertFoundAsync(file, damage.Words);
                round++;
            }

            damage.PutBack();
            await AssertSoundAsync(damage.Words);
        }

        await using var writer = LedgerWriter.Open(_log.Options, TimeProvider.System);
        Assert.Equal(integrated + more, writer.DurableSize);
    }

    [Fact]
    public async Task A_missing_file_is_named_whatever_it_is()
    {
        await _log.MakeAsync(730, 60);
        var mayBeMissing = _log.Files("tile").Where(static f => f.Contains(".p/", StringComparison.Ordinal) && !IsOfCheckpoint(f)).Append(".wal/spare").Append("checkpoint.witnessed");
        foreach (var file in _log.Files().Except(mayBeMissing).Where(static f => !f.EndsWith(".wal", StringComparison.Ordinal)))
        {
            var path = Path.Combine(_log.Crashed, file);
            File.Move(path, path + ".away");

            await AssertFoundAsync(file, $"{file} removed");

            File.Move(path + ".away", path);
            await AssertSoundAsync(file);
        }
    }

    [Fact]
    public async Task Two_files_that_changed_places_are_both_named()
    {
        await _log.MakeAsync(730, 0);
        foreach (var (one, two) in new[] { ("tile/0/000", "tile/0/001"), ("tile/entries/000", "tile/entries/001") })
        {
            Swap(one, two);

            var result = await ScrubAsync();

            Assert.Equal([one, two], result.Faults.Select(static f => f.File));
            Swap(one, two);
        }
    }

    [Fact]
    public async Task The_place_of_the_damage_is_told_to_the_byte()
    {
        await _log.MakeAsync(730, 60);
        Flip("tile/0/001", (44 * TreeHash.Length) + 3);

        var fault = Assert.Single((await ScrubAsync()).Faults);

        Assert.Equal(("ledger_tile", "tile/0/001", 44L * TreeHash.Length), (fault.Code, fault.File, fault.Offset));
        Assert.Equal(300, fault.Index!.Value.Value);
    }

    [Fact]
    public async Task All_damage_is_reported_and_not_only_the_first()
    {
        await _log.MakeAsync(66_200, 0);
        string[] files = ["tile/0/003", "tile/0/250", "tile/1/000", "tile/entries/007", "tile/entries/255", "tile/entries/258.p/152"];
        foreach (var file in files)
        {
            Flip(file, 70);
        }

        var result = await ScrubAsync();

        Assert.Equal(files, result.Faults.Select(static f => f.File).Order(StringComparer.Ordinal));
        Assert.Equal(files.Length, result.FaultCount);
    }

    [Fact]
    public async Task A_damaged_lock_spare_or_time_of_the_last_scrub_harms_nothing()
    {
        await _log.MakeAsync(730, 60);
        File.WriteAllBytes(Path.Combine(_log.Crashed, ".wal", "scrubbed"), [0xFF, 0, 1]);
        Assert.Null(LedgerScrub.LastSound(_log.Crashed));
        File.WriteAllBytes(Path.Combine(_log.Crashed, ".wal", "lock"), [0xFF, 0, 1]);
        File.WriteAllBytes(Path.Combine(_log.Crashed, ".wal", "spare"), [1, 2, 3]);

        Assert.True((await ScrubAsync()).IsSound);
        await using var writer = LedgerWriter.Open(_log.Options, TimeProvider.System);
        await TestLog.AppendAsync(writer, 790, 2000);
        await writer.IntegrateAsync();
        Assert.True((await ScrubAsync()).IsSound);
        Assert.NotNull(LedgerScrub.LastSound(_log.Crashed));
    }

    [Fact]
    public async Task The_first_damage_is_held_while_the_round_goes_on_and_a_round_that_began_before_does_not_clear_it()
    {
        await _log.MakeAsync(730, 60);
        var (mark, flipped) = (Path.Combine(_log.Crashed, ".wal", "damage"), false);

        // Another scrub finds damage, and the file is put back, while this one has read some files already.
        var slow = new LedgerScrubOptions
        {
            Progress = new Told(files =>
            {
                if (files == 3 && !flipped)
                {
                    flipped = true;
                    File.WriteAllText(mark, "tile/0/000: found by another\n");
                }
            }),
        };
        Assert.True((await LedgerScrub.RunAsync(_log.Crashed, _log.VerifierKey, slow, TestLog.Token)).IsSound);
        Assert.True(flipped && File.Exists(mark));
        Assert.True((await ScrubAsync()).IsSound);
        Assert.False(File.Exists(mark));

        Flip("tile/entries/000", 70);
        var seen = new List<bool>();
        await LedgerScrub.RunAsync(_log.Crashed, _log.VerifierKey, new LedgerScrubOptions { Progress = new Told(_ => seen.Add(File.Exists(mark))) }, TestLog.Token);
        Assert.Contains(true, seen);
    }

    [Fact]
    public async Task An_empty_log_is_sound()
    {
        await LedgerWriter.Open(_log.Options, TimeProvider.System).DisposeAsync();

        Assert.True((await ScrubAsync()).IsSound);
    }

    /// <summary>Told on the thread that reads, and not later on another.</summary>
    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }

    private static bool IsOfCheckpoint(string file) => file is "tile/0/002.p/218" or "tile/1/000.p/2" or "tile/entries/002.p/218";

    private async Task AssertFoundAsync(string file, string words)
    {
        // A start reads the edge only, and may see nothing; what it sees it must name rightly.
        var copy = _log.Copy();
        try
        {
            await LedgerWriter.Open(_log.Options with { Directory = copy }, TimeProvider.System).DisposeAsync();
        }
        catch (LedgerCorruptException e)
        {
            Assert.True(string.Equals(file, Path.GetRelativePath(copy, e.File!), StringComparison.Ordinal), $"{words}: at start: {e.Message}");
        }

        var result = await ScrubAsync();
        Assert.True(result.FaultCount == 1 && string.Equals(result.Faults[0].File, file, StringComparison.Ordinal), $"{words}: {string.Join("; ", result.Faults)}");
        var refused = Assert.Throws<LedgerCorruptException>(() => LedgerWriter.Open(_log.Options, TimeProvider.System));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private async Task AssertSoundAsync(string words)
    {
        var result = await ScrubAsync();
        Assert.True(result.IsSound, $"{words}: {string.Join("; ", result.Faults)}");
        Assert.False(File.Exists(Path.Combine(_log.Crashed, ".wal", "damage")));
    }

    private static (int Bytes, int LastFlush) Segment(string path)
    {
        Assert.True(WalSegment.TryParseName(Path.GetFileName(path), out var first));
        var (bytes, last) = (File.ReadAllBytes(path), 0);
        var scan = WalScan.Run(bytes, first, long.MaxValue, (_, payload) =>
        {
            Assert.True(WalRecord.TryRead(bytes.AsSpan(payload.Start.Value - WalRecord.HeaderBytes), out var record));
            last = record.PlaceInBatch == 0 ? payload.Start.Value - WalRecord.HeaderBytes : last;
        });
        return (scan.Bytes, last);
    }

    private Task<LedgerScrubResult> ScrubAsync() => LedgerScrub.RunAsync(_log.Crashed, _log.VerifierKey, cancellationToken: TestLog.Token);

    private void Flip(string file, int offset)
    {
        var path = Path.Combine(_log.Crashed, file);
        var bytes = File.ReadAllBytes(path);
        bytes[offset] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private void Swap(string one, string two)
    {
        var (a, b) = (Path.Combine(_log.Crashed, one), Path.Combine(_log.Crashed, two));
        var bytes = File.ReadAllBytes(a);
        File.Copy(b, a, overwrite: true);
        File.WriteAllBytes(b, bytes);
    }
}
