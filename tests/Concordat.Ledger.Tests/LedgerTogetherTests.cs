namespace Concordat.Ledger.Tests;

/// <summary>Entries that belong together stand one after another, and all of them are recorded or none is.</summary>
public sealed class LedgerTogetherTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly FailingFiles _files = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task They_stand_one_after_another_among_the_entries_of_others()
    {
        await using (var writer = _log.Open(_files))
        {
            var singles = Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => writer.AppendAsync(TestLog.Entry(i), TestLog.Token).AsTask())));
            for (var group = 0; group < 50; group++)
            {
                var first = await writer.AppendAllAsync([.. Enumerable.Range(0, 5).Select(i => (ReadOnlyMemory<byte>)Together(group, i))], TestLog.Token);
                Assert.InRange(first.Value, 0, writer.DurableSize - 5);
            }

            await singles;
        }

        var all = await ReadAsync();
        Assert.Equal(650, all.Count);
        for (var group = 0; group < 50; group++)
        {
            var at = all.FindIndex(entry => entry.AsSpan().SequenceEqual(Together(group, 0)));
            Assert.Equal(Enumerable.Range(0, 5).Select(i => Together(group, i)), all.Skip(at).Take(5));
        }
    }

    [Fact]
    public async Task A_disk_that_fills_up_between_them_takes_none_of_them()
    {
        await using (var writer = _log.Open(_files))
        {
            await writer.IntegrateAsync(); // the spare segment exists now
            byte[][] all = [Large(1), Large(2), Large(3)];
            for (var round = 0; round < 3; round++)
            {
                // Somewhere in a segment, so that two of three would fit, or one.
                await writer.AppendAsync(Large(0), TestLog.Token);
                var before = writer.DurableSize;
                _files.Full = true;
                var refused = false;
                while (!refused)
                {
                    try
                    {
                        await writer.AppendAllAsync([.. all.Select(static each => (ReadOnlyMemory<byte>)each)], TestLog.Token);
                        before += 3;
                    }
                    catch (LedgerUnavailableException)
                    {
                        refused = true;
                    }

                    Assert.Equal(before, writer.DurableSize);
                }

                _files.Full = false;
                await writer.AppendAllAsync([.. all.Select(static each => (ReadOnlyMemory<byte>)each)], TestLog.Token);
                Assert.Equal(before + 3, writer.DurableSize);
            }
        }

        var read = await ReadAsync();
        var seen = read.Where(static entry => entry[0] != 0).Select(static entry => entry[0]).ToList();
        Assert.Equal(0, seen.Count % 3);
        Assert.All(seen.Chunk(3), static three => Assert.Equal(new byte[] { 1, 2, 3 }, three));
    }

    [Fact]
    public async Task More_than_a_segment_holds_is_refused_and_nothing_of_it_recorded()
    {
        await using var writer = _log.Open(_files);
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(
            async () => await writer.AppendAllAsync([.. Enumerable.Range(0, 8).Select(static i => (ReadOnlyMemory<byte>)Large((byte)i))], TestLog.Token));
        Assert.Contains("8 entries that belong together", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.DurableSize);
        Assert.Equal(0, (await writer.AppendAllAsync([.. Enumerable.Range(0, 3).Select(static i => (ReadOnlyMemory<byte>)Large((byte)i))], TestLog.Token)).Value);
    }

    [Fact]
    public async Task Where_too_much_waits_for_tiles_none_of_them_is_taken()
    {
        await using var writer = LedgerWriter.Open(_log.Options with { MaxUnintegratedBytes = 128 * 1024 }, TimeProvider.System, _files);
        var taken = 0;
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
        {
            for (; taken < 100; taken++)
            {
                await writer.AppendAllAsync([Large(1), Large(2)], TestLog.Token);
            }
        });
        Assert.Equal(2 * taken, writer.DurableSize);
    }

    [Fact]
    public async Task None_and_too_large_ones_are_refused_and_nothing_is_recorded()
    {
        await using var writer = _log.Open(_files);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await writer.AppendAllAsync([], TestLog.Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await writer.AppendAllAsync([TestLog.Entry(1), new byte[LedgerOptions.MaxEntryBytes + 1]], TestLog.Token));
        Assert.Equal(0, writer.DurableSize);
    }

    private static byte[] Together(int group, int i) => [(byte)'t', (byte)group, (byte)i];

    private static byte[] Large(byte first)
    {
        var entry = new byte[40_000];
        entry[0] = first;
        return entry;
    }

    private async Task<List<byte[]>> ReadAsync()
    {
        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        return [.. LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue)];
    }
}
