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
            _files.Goes.Reset();
            var first = TestLog.Padded("first"); // a lone append flushes on its own thread
            var waiting = new List<(Task<EntryIndex> Append, byte[] Entry)> { (Task.Run(async () => await writer.AppendAsync(first, TestLog.Token)), first) };
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
            _files.Goes.Set(); // before anything is asserted: closing a log waits for its disk
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
}
