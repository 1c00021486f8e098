
namespace Concordat.Ledger.Tests.Sequencing;

/// <summary>What a writer promises, wherever its entries become durable first.</summary>
public abstract class SequencingContract : IAsyncLifetime
{
    internal TestLog Log { get; } = new();

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        Log.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the log; a directory other than its own stands for another machine that has a copy of it.</summary>
    internal abstract LedgerWriter Open(string? directory = null, long maxUnintegratedBytes = long.MaxValue);

    /// <summary>Makes writes fail, or succeed again.</summary>
    internal abstract Task FailAsync(bool failing);

    [Fact]
    public async Task Indexes_count_up_from_zero_and_go_on_after_reopening()
    {
        await using (var writer = Open())
        {
            await TestLog.AppendAsync(writer, 0, 10);
            Assert.True(writer.IsHealthy);
        }

        await using var again = Open();
        Assert.Equal(10, again.DurableSize);
        await TestLog.AppendAsync(again, 10, 5);
    }

    [Fact]
    public async Task Concurrent_appends_get_each_index_once_and_every_entry_is_where_its_index_says()
    {
        var indexes = new EntryIndex[32 * 40];
        await using (var writer = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 32).Select(a => Task.Run(async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    var n = (a * 40) + i;
                    indexes[n] = await writer.AppendAsync(TestLog.Entry(n), TestLog.Token);
                    if (n % 100 == 0)
                    {
                        await writer.IntegrateAsync();
                    }
                }
            })));
        }

        Assert.Equal(Enumerable.Range(0, indexes.Length).Select(static i => (long)i), indexes.Select(static i => i.Value).Order());
        var entries = await WholeAsync();
        for (var n = 0; n < indexes.Length; n++)
        {
            Assert.Equal(TestLog.Entry(n), entries[(int)indexes[n].Value]);
        }
    }

    [Fact]
    public async Task Entries_of_every_size_come_back_as_they_were()
    {
        var entries = Enumerable.Range(0, 60).Select(static i => Enumerable.Repeat((byte)i, i % 3 == 0 ? LedgerOptions.MaxEntryBytes : i).ToArray()).ToArray();
        await using (var writer = Open())
        {
            var indexes = await Task.WhenAll(entries.Select(entry => writer.AppendAsync(entry, TestLog.Token).AsTask()));
            Assert.Equal(Enumerable.Range(0, 60).Select(static i => (long)i), indexes.Select(static i => i.Value));
        }

        Assert.Equal(entries, await WholeAsync());
    }

    [Fact]
    public async Task What_was_acknowledged_and_is_no_tile_yet_is_there_after_a_crash()
    {
        await using var writer = Open();
        await TestLog.AppendAsync(writer, 0, 300);
        await writer.IntegrateAsync();
        await TestLog.AppendAsync(writer, 300, 300);
        var crashed = CopyOfTheDirectory();

        await using (var again = Open(crashed))
        {
            Assert.Equal(600, again.DurableSize);
            Assert.Equal(600, again.CheckpointSize);
            await TestLog.AppendAsync(again, 600, 10);
        }

        Assert.Equal(Enumerable.Range(0, 610).Select(static i => TestLog.Entry(i)), await WholeAsync(crashed));
    }

    [Fact]
    public async Task Entries_that_were_refused_do_not_come_back_and_their_indexes_go_to_the_next_ones()
    {
        await using (var writer = Open())
        {
            await TestLog.AppendAsync(writer, 0, 5);
            await FailAsync(failing: true);
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost"u8.ToArray(), TestLog.Token));
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost too"u8.ToArray(), TestLog.Token));
            Assert.False(writer.IsHealthy);
            await FailAsync(failing: false);
            await TestLog.AppendAsync(writer, 5, 5);
            await writer.IntegrateAsync();
            Assert.True(writer.IsHealthy);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => TestLog.Entry(i)), await WholeAsync());
    }

    [Fact]
    public async Task Under_load_every_append_is_either_recorded_or_refused()
    {
        AppendLoad load;
        await using (var writer = Open())
        {
            load = new AppendLoad(writer);
            for (var round = 1; round <= 4; round++)
            {
                Assert.True(SpinWait.SpinUntil(() => load.Acknowledged.Count > round * 300, TimeSpan.FromSeconds(60)));
                var before = load.Refused;
                await FailAsync(failing: true);
                Assert.True(SpinWait.SpinUntil(() => load.Refused > before, TimeSpan.FromSeconds(60)));
                await FailAsync(failing: false);
            }

            await load.StopAsync();
        }

        var entries = await WholeAsync();
        load.AssertRecordedAs(entries);
    }

    [Fact]
    public async Task Too_much_that_is_no_tile_yet_refuses_appends()
    {
        await using var writer = Open(maxUnintegratedBytes: 128 * 1024);

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await writer.AppendAsync(new byte[2000], TestLog.Token);
            }
        });
        await writer.IntegrateAsync();
        await writer.IntegrateAsync();

        await writer.AppendAsync(TestLog.Entry(0), TestLog.Token);
    }

    /// <summary>The directory as a crash leaves it, without the lock.</summary>
    internal string CopyOfTheDirectory(string name = "crashed")
    {
        var copy = Path.Combine(Log.Directory, name);
        foreach (var file in Directory.EnumerateFiles(Log.LogDirectory, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Log.LogDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>The entries of a log that verifies.</summary>
    internal async Task<IReadOnlyList<byte[]>> WholeAsync(string? directory = null)
    {
        directory ??= Log.LogDirectory;
        var result = await LedgerVerification.VerifyAsync(directory, Log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        return result.EntriesChecked == 0 ? [] : LedgerReader.Open(directory, Log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
    }
}
