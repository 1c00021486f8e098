namespace Concordat.Ledger.Tests;

public sealed class LedgerWriterTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Indexes_count_up_from_zero_and_go_on_after_reopening()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.AppendAsync(writer, 0, 10);
            Assert.Equal(10, writer.DurableSize);
            Assert.True(writer.IsHealthy);
        }

        await using var again = _log.Open();
        Assert.Equal(10, again.DurableSize);
        await TestLog.AppendAsync(again, 10, 5);
    }

    [Fact]
    public async Task Concurrent_appends_get_each_index_once_and_every_entry_is_where_its_index_says()
    {
        var indexes = new EntryIndex[64 * 50];
        await using (var writer = _log.Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(a => Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    var n = (a * 50) + i;
                    indexes[n] = await writer.AppendAsync(TestLog.Entry(n), TestLog.Token);
                }
            })));
        }

        Assert.Equal(Enumerable.Range(0, indexes.Length).Select(static i => (long)i), indexes.Select(static i => i.Value).Order());
        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        var entries = reader.ReadEntries(new EntryIndex(0), int.MaxValue);
        for (var n = 0; n < indexes.Length; n++)
        {
            Assert.Equal(TestLog.Entry(n), entries[(int)indexes[n].Value]);
        }
    }

    [Fact]
    public async Task Entry_bytes_may_be_changed_as_soon_as_the_call_has_returned()
    {
        var buffer = new byte[100];
        await using (var writer = _log.Open())
        {
            var appends = new List<Task<EntryIndex>>();
            for (var i = 0; i < 200; i++)
            {
                buffer.AsSpan().Fill((byte)i);
                appends.Add(Task.Run(() => writer.AppendAsync(buffer, TestLog.Token).AsTask()));
                await appends[^1];
                buffer.AsSpan().Fill(0xff);
            }
        }

        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), 200);
        Assert.All(entries, static (entry, i) => Assert.Equal((byte)i, Assert.Single(entry.Distinct())));
    }

    [Fact]
    public async Task An_entry_may_be_as_large_as_the_bundle_format_allows_and_no_larger()
    {
        var largest = new byte[LedgerOptions.MaxEntryBytes];
        largest.AsSpan().Fill(7);
        await using (var writer = _log.Open())
        {
            await writer.AppendAsync(largest, TestLog.Token);
            await writer.AppendAsync(ReadOnlyMemory<byte>.Empty, TestLog.Token);
            for (var i = 0; i < 5; i++)
            {
                await writer.AppendAsync(largest, TestLog.Token); // more than one segment holds
            }

            await Assert.ThrowsAsync<ArgumentException>(async () => await writer.AppendAsync(new byte[LedgerOptions.MaxEntryBytes + 1], TestLog.Token));
        }

        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        Assert.Equal(7, reader.Size);
        Assert.Equal(largest, reader.Entry(new EntryIndex(6)));
        Assert.Empty(reader.Entry(new EntryIndex(1)));
    }

    [Fact]
    public async Task A_lone_append_allocates_nothing_on_the_calling_thread_and_does_not_hold_it_up()
    {
        await using var writer = _log.Open();
        ReadOnlyMemory<byte> entry = TestLog.Entry(0);
        long before = 0;
        long last = 0;
        for (var i = 0; i < 200; i++)
        {
            if (i == 100)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            last = WaitFor(writer.AppendAsync(entry, CancellationToken.None)).Value;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(199, last);
    }

    [Fact]
    public async Task A_cancelled_append_records_nothing()
    {
        await using var writer = _log.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.AppendAsync(TestLog.Entry(0), new CancellationToken(canceled: true)));

        Assert.Equal(0, writer.DurableSize);
    }

    [Fact]
    public async Task A_closed_log_takes_no_entries()
    {
        var writer = _log.Open();
        await writer.DisposeAsync();
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.AppendAsync(TestLog.Entry(0), TestLog.Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(writer.IntegrateAsync);
    }

    [Fact]
    public async Task A_second_writer_is_kept_out_until_the_first_has_closed()
    {
        var writer = _log.Open();

        var error = Assert.Throws<LedgerLockedException>(_log.Open);

        Assert.Contains("another process has this ledger open", error.Message, StringComparison.Ordinal);
        await writer.DisposeAsync();
        await _log.Open().DisposeAsync();
    }

    [Fact]
    public async Task A_lock_file_left_by_a_dead_process_is_no_obstacle()
    {
        await _log.Open().DisposeAsync();
        await File.WriteAllTextAsync(_log.PathOf(".wal/lock"), "4194304\n", TestLog.Token);

        await _log.Open().DisposeAsync();
    }

    [Fact]
    public async Task A_log_of_another_key_or_name_is_refused()
    {
        await _log.Open().DisposeAsync();
        using var other = new TestLog();

        Assert.Throws<LedgerCorruptException>(() => LedgerWriter.Open(_log.Options with { Key = other.Key }, TimeProvider.System));
        Assert.Throws<LedgerCorruptException>(() => LedgerWriter.Open(_log.Options with { Origin = "other.example" }, TimeProvider.System));
        Assert.Throws<ArgumentException>(() => LedgerWriter.Open(_log.Options with { Origin = "has space" }, TimeProvider.System));
    }

    [Fact]
    public async Task Checkpoints_follow_the_clock()
    {
        var clock = new ManualClock();
        await using var writer = LedgerWriter.Open(_log.Options with { CheckpointInterval = TimeSpan.FromSeconds(1) }, clock);
        await TestLog.AppendAsync(writer, 0, 3);
        Assert.Equal(0, LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Size);

        clock.Tick();
        await writer.IntegrateAsync(); // joins the round that the clock began, or the one after it

        Assert.Equal(TimeSpan.FromSeconds(1), clock.Period);
        Assert.Equal(3, LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Size);
        Assert.Equal(3, writer.CheckpointSize);
    }

    [Fact]
    public async Task Segments_are_removed_once_a_checkpoint_covers_them()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 20_000); // some eight segments
            Assert.True(Directory.GetFiles(_log.PathOf(".wal"), "*.wal").Length > 5);
            await writer.IntegrateAsync();
            Assert.Single(Directory.GetFiles(_log.PathOf(".wal"), "*.wal"));
            await TestLog.FillAsync(writer, 20_000);
        }

        Assert.Empty(Directory.GetFiles(_log.PathOf(".wal"), "*.wal"));
        Assert.Equal(["lock"], Directory.GetFiles(_log.PathOf(".wal")).Select(Path.GetFileName));
        Assert.True((await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
    }

    [Fact]
    public async Task Partial_files_go_when_the_full_one_is_published()
    {
        await using var writer = _log.Open();
        await TestLog.FillAsync(writer, 200);
        await writer.IntegrateAsync();
        Assert.True(File.Exists(_log.PathOf("tile/0/000.p/200")));

        await TestLog.FillAsync(writer, 100);
        await writer.IntegrateAsync();

        Assert.False(Directory.Exists(_log.PathOf("tile/0/000.p")));
        Assert.True(File.Exists(_log.PathOf("tile/0/000")));
        Assert.True(File.Exists(_log.PathOf("tile/entries/001.p/44")));
    }

    /// <summary>Without an await, so that this thread's allocations can be counted.</summary>
    private static EntryIndex WaitFor(ValueTask<EntryIndex> append)
    {
        while (!append.IsCompleted)
        {
            Thread.Yield();
        }

        return append.GetAwaiter().GetResult();
    }

    private sealed class ManualClock : TimeProvider
    {
        private TimerCallback? _callback;

        public TimeSpan Period { get; private set; }

        public void Tick() => _callback!(null);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            Period = period;
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
