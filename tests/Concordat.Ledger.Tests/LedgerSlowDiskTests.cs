namespace Concordat.Ledger.Tests;

/// <summary>A disk that is too slow for what comes in: the log pushes back, and keeps what it took.</summary>
public sealed class LedgerSlowDiskTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly StuckFiles _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task While_the_disk_waits_a_bounded_amount_is_taken_and_all_of_it_is_recorded_afterwards()
    {
        const int most = 128 * 1024;
        var recorded = new List<(long Index, byte[] Entry)>();
        var refused = 0;
        await using (var writer = LedgerWriter.Open(_log.Options with { MaxPendingBytes = most }, TimeProvider.System, _files))
        {
            using var stuck = _files.Stick();
            var first = TestLog.Padded("first");
            var waiting = new List<(Task<EntryIndex> Append, byte[] Entry)> { (writer.AppendAsync(first, TestLog.Token).AsTask(), first) };
            _files.Stuck.Wait(TestLog.Token);
            for (var i = 0; i < 2_000; i++)
            {
                var entry = TestLog.Padded($"{i}");
                var append = writer.AppendAsync(entry, TestLog.Token).AsTask();
                if (append.IsFaulted)
                {
                    Assert.IsType<LedgerUnavailableException>(append.Exception!.InnerException);
                    refused++;
                    continue;
                }

                waiting.Add((append, entry));
            }

            var (taken, durable) = (waiting.Sum(static w => (long)w.Entry.Length), writer.DurableSize);
            _files.Goes.Set();
            Assert.True(refused > 0, "nothing was pushed back");
            Assert.Equal(0, durable);
            Assert.InRange(taken, 1, 3 * most); // one batch on its way, one waiting
            foreach (var (append, entry) in waiting)
            {
                recorded.Add(((await append).Value, entry));
            }

            await writer.AppendAsync("on it goes"u8.ToArray(), TestLog.Token);
        }

        Assert.True((await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        Assert.Equal(recorded.Count + 1, entries.Count);
        Assert.All(recorded, pair => Assert.Equal(pair.Entry, entries[(int)pair.Index]));
    }

    [Fact]
    public async Task A_flush_that_does_not_return_holds_up_nobody_for_long_and_the_log_goes_on_when_it_does()
    {
        const int appenders = 2_000;
        byte[][] late;
        long size;
        await using (var writer = LedgerWriter.Open(_log.Options with { AppendTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System, _files))
        {
            await TestLog.AppendAsync(writer, 0, 3);
            using var stuck = _files.Stick();
            var first = writer.AppendAsync("in the stuck flush"u8.ToArray(), TestLog.Token).AsTask();
            _files.Stuck.Wait(TestLog.Token);
            var threads = ThreadPool.ThreadCount;
            var waiting = Enumerable.Range(0, appenders).Select(i => writer.AppendAsync(TestLog.Padded($"waits {i}"), TestLog.Token).AsTask()).ToArray();

            // All are answered while the disk still does not answer; only what was being written may turn up.
            Assert.True((await Assert.ThrowsAsync<LedgerUnavailableException>(() => first)).MayBeRecorded);
            foreach (var append in waiting)
            {
                Assert.False((await Assert.ThrowsAsync<LedgerUnavailableException>(() => append)).MayBeRecorded);
            }

            var refused = writer.AppendAsync("at once"u8.ToArray(), TestLog.Token);
            Assert.True(refused.IsFaulted);
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await refused);
            Assert.Contains("has not come back", writer.Fault!.Message, StringComparison.Ordinal);
            Assert.InRange(ThreadPool.ThreadCount - threads, -100, 50);
            Assert.Equal(3, writer.DurableSize);

            _files.Goes.Set();
            Assert.True(SpinWait.SpinUntil(() => writer.IsHealthy, TimeSpan.FromSeconds(30)));
            size = writer.DurableSize;
            await TestLog.AppendAsync(writer, size, 5);
            late = ["in the stuck flush"u8.ToArray()];
        }

        Assert.True((await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        Assert.Equal([TestLog.Entry(0), TestLog.Entry(1), TestLog.Entry(2), .. late, .. Enumerable.Range(4, 5).Select(static i => TestLog.Entry(i))], entries);
        Assert.Equal(4, size);
    }

    [Fact]
    public async Task A_flush_that_fails_after_it_was_stuck_records_nothing_of_it()
    {
        await using (var writer = LedgerWriter.Open(_log.Options with { AppendTimeout = TimeSpan.FromMilliseconds(100) }, TimeProvider.System, _files))
        {
            using var stuck = _files.Stick();
            var first = writer.AppendAsync("lost"u8.ToArray(), TestLog.Token).AsTask();
            _files.Stuck.Wait(TestLog.Token);
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
            _files.Fails = true;
            _files.Goes.Set();
            Assert.True(SpinWait.SpinUntil(() => writer.Fault?.Message.Contains("it came back broken", StringComparison.Ordinal) is true, TimeSpan.FromSeconds(30)));
            _files.Fails = false;
            await TestLog.AppendAsync(writer, 0, 5);
        }

        Assert.Equal(5, LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Size);
    }

    [Fact]
    public async Task On_a_disk_whose_slowest_flushes_take_100_ms_all_that_was_acknowledged_is_there()
    {
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<long, string>();
        await using (var writer = _log.Open(_files))
        {
            _files.SlowEvery = 50;
            await Task.WhenAll(Enumerable.Range(0, 32).Select(a => Task.Run(async () =>
            {
                for (var n = 0; n < 100; n++)
                {
                    var text = $"{a}.{n}";
                    var index = await writer.AppendAsync(TestLog.Padded(text), TestLog.Token);
                    Assert.True(acknowledged.TryAdd(index.Value, text));
                }
            })));
        }

        var entries = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        Assert.Equal(3_200, entries.Count);
        Assert.All(acknowledged, pair => Assert.Equal(TestLog.Padded(pair.Value), entries[(int)pair.Key]));
    }
}
