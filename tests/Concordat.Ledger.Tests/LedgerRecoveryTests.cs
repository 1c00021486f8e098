using Concordat.Ledger.Wal;

namespace Concordat.Ledger.Tests;

/// <summary>What a log does with the files that a crash, or a failing disk, left behind.</summary>
public sealed class LedgerRecoveryTests : IDisposable
{
    private readonly TestLog _log = new();

    private string Crashed => Path.Combine(_log.Directory, "crashed");

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Durable_entries_without_a_checkpoint_are_integrated_on_opening()
    {
        await CrashAfterAsync(300);

        await using var writer = Reopen();

        Assert.Equal(300, writer.DurableSize);
        Assert.Equal(300, writer.CheckpointSize);
        AssertEntries(300);
    }

    [Fact]
    public async Task Segments_that_a_checkpoint_covers_already_are_not_integrated_twice()
    {
        await CrashAfterAsync(300, integrateAt: 200);

        await using var writer = Reopen();

        Assert.Equal(300, writer.DurableSize);
        AssertEntries(300);
    }

    [Fact]
    public async Task A_torn_tail_is_cut_at_the_last_whole_record()
    {
        await CrashAfterAsync(100);
        var (segment, end) = EndOfRecords(100);
        var last = EndOfRecords(99).End;
        for (var cut = last + 1; cut < end; cut++)
        {
            var bytes = await File.ReadAllBytesAsync(segment, TestLog.Token);
            bytes.AsSpan(cut, end - cut).Clear();
            var directory = CopyCrashed($"cut-{cut}");
            await File.WriteAllBytesAsync(Path.Combine(directory, ".wal", Path.GetFileName(segment)), bytes, TestLog.Token);

            await using var writer = LedgerWriter.Open(_log.Options with { Directory = directory }, TimeProvider.System);

            Assert.Equal(99, writer.DurableSize);
            Assert.Equal(99, (await writer.AppendAsync("after"u8.ToArray(), TestLog.Token)).Value);
        }
    }

    [Fact]
    public async Task A_torn_flush_of_several_records_is_cut_where_it_tore_even_when_its_end_arrived()
    {
        await CrashAfterAsync(10);
        var (segment, end) = EndOfRecords(10);
        var bytes = await File.ReadAllBytesAsync(segment, TestLog.Token);
        var at = end;
        for (var i = 0; i < 5; i++)
        {
            WalRecord.Write(bytes.AsSpan(at), TestLog.Entry(10 + i), Crc32C.Append(Crc32C.Seed, TestLog.Entry(10 + i)));
            at += WalRecord.Seal(bytes.AsSpan(at), 10 + i, i);
        }

        bytes[end + WalRecord.HeaderBytes + TestLog.Entry(10).Length + 4] ^= 1; // the second record of the flush
        await File.WriteAllBytesAsync(segment, bytes, TestLog.Token);

        await using var writer = Reopen();

        Assert.Equal(11, writer.DurableSize);
        AssertEntries(11);
    }

    [Fact]
    public async Task A_flipped_bit_in_an_acknowledged_record_refuses_with_file_and_offset()
    {
        await CrashAfterAsync(100);
        var (segment, offset) = EndOfRecords(40);
        Flip(segment, offset + WalRecord.HeaderBytes + 3);

        var error = Assert.Throws<LedgerCorruptException>(Reopen);

        Assert.Equal(segment, error.File);
        Assert.Equal(offset, error.Offset);
        Assert.Contains("entry 40", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_segment_refuses()
    {
        // One integration first: the one at the start must not come late and make a segment superfluous.
        await CrashAfterAsync(10_000, integrateAt: 1);
        var segments = Directory.GetFiles(Path.Combine(Crashed, ".wal"), "*.wal").Order().ToArray();
        File.Delete(segments[1]);

        Assert.Equal(segments[0], Assert.Throws<LedgerCorruptException>(Reopen).File);
        File.Delete(segments[0]);
        Assert.Equal(segments[2], Assert.Throws<LedgerCorruptException>(Reopen).File);
    }

    [Theory]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    [InlineData("checkpoint")]
    public async Task A_damaged_cut_or_missing_file_at_the_edge_of_the_log_refuses(string file)
    {
        await CrashAfterAsync(300, integrateAt: 300);
        var path = Path.Combine(Crashed, file);
        var bytes = await File.ReadAllBytesAsync(path, TestLog.Token);

        Flip(path, bytes.Length / 2);
        Assert.Throws<LedgerCorruptException>(Reopen);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)], TestLog.Token);
        Assert.Throws<LedgerCorruptException>(Reopen);
        File.Delete(path);
        Assert.Contains(file, Assert.Throws<LedgerCorruptException>(Reopen).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(path, bytes, TestLog.Token);
        await Reopen().DisposeAsync();
    }

    [Fact]
    public async Task A_crash_between_tiles_and_checkpoint_changes_nothing()
    {
        await CrashAfterAsync(300, integrateAt: 200);
        await using (Reopen())
        {
        }

        // The tiles of 300 with the checkpoint and the segments of 200.
        var older = CopyCrashed("older", integrateAt: 200);
        Directory.Delete(Path.Combine(older, "tile"), recursive: true);
        Copy(Path.Combine(Crashed, "tile"), Path.Combine(older, "tile"));
        Copy(Path.Combine(_log.Directory, "before", "tile"), Path.Combine(older, "tile"));

        await using var writer = LedgerWriter.Open(_log.Options with { Directory = older }, TimeProvider.System);

        Assert.Equal(300, writer.CheckpointSize);
        Assert.True((await LedgerVerification.VerifyAsync(older, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
    }

    /// <summary>Copies a running log, as a crash would leave it, to <see cref="Crashed"/>.</summary>
    private async Task CrashAfterAsync(int entries, int integrateAt = 0)
    {
        await using var writer = _log.Open();
        if (integrateAt > 0)
        {
            await TestLog.AppendAsync(writer, 0, integrateAt);
            await writer.IntegrateAsync();
        }

        await TestLog.AppendAsync(writer, integrateAt, entries - integrateAt);
        Copy(_log.LogDirectory, Crashed);
        Copy(_log.LogDirectory, Path.Combine(_log.Directory, "before"));
    }

    private string CopyCrashed(string name, int integrateAt = 0)
    {
        var directory = Path.Combine(_log.Directory, name);
        Copy(integrateAt == 0 ? Crashed : Path.Combine(_log.Directory, "before"), directory);
        return directory;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!file.EndsWith("lock", StringComparison.Ordinal))
            {
                File.Copy(file, target, overwrite: true);
            }
        }
    }

    private LedgerWriter Reopen() => LedgerWriter.Open(_log.Options with { Directory = Crashed }, TimeProvider.System);

    private (string Segment, int End) EndOfRecords(int count)
    {
        var segment = Path.Combine(Crashed, ".wal", WalSegment.NameOf(0));
        return (segment, Enumerable.Range(0, count).Sum(static i => WalRecord.HeaderBytes + TestLog.Entry(i).Length));
    }

    private static void Flip(string path, int offset)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[offset] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private void AssertEntries(int count)
    {
        var entries = LedgerReader.Open(Crashed, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        Assert.Equal(Enumerable.Range(0, count).Select(static i => TestLog.Entry(i)), entries);
    }
}
