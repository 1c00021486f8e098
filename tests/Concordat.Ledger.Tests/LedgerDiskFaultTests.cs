using System.Diagnostics;

namespace Concordat.Ledger.Tests;

/// <summary>A disk that is full, read-only or failing: nothing half-recorded is acknowledged, and the log goes on when it can.</summary>
public sealed class LedgerDiskFaultTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly FailingFiles _files = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_full_disk_refuses_appends_and_they_succeed_again_when_there_is_space()
    {
        await using (var writer = _log.Open(_files))
        {
            await writer.IntegrateAsync(); // the spare segment exists now
            _files.Full = true;
            var acknowledged = 0L;
            var error = await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    await writer.AppendAsync(TestLog.Entry(i), TestLog.Token);
                    acknowledged++;
                }
            });
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
            Assert.False(writer.IsHealthy);
            Assert.Equal(acknowledged, writer.DurableSize);
            await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync);

            _files.Full = false;
            await TestLog.AppendAsync(writer, acknowledged, 100);
            await writer.IntegrateAsync();
            Assert.True(writer.IsHealthy);
        }

        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_disk_that_turns_read_only_refuses_everything_and_the_log_goes_on_when_it_is_writable_again()
    {
        // The seam, and not a mount: a system refuses to remount a file system that is being written.
        await using (var writer = _log.Open(_files))
        {
            await TestLog.AppendAsync(writer, 0, 300);
            (_files.Full, _files.Broken) = (true, true);
            for (var i = 0; i < 20; i++)
            {
                await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync(TestLog.Entry(i), TestLog.Token));
                await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync);
            }

            (_files.Full, _files.Broken) = (false, false);
            await TestLog.AppendAsync(writer, 300, 20);
        }

        Assert.Equal(Enumerable.Range(0, 320).Select(static i => TestLog.Entry(i)), await AssertWholeAsync());
    }

    [Fact]
    public async Task A_full_disk_is_not_asked_again_for_every_request()
    {
        await using var writer = LedgerWriter.Open(_log.Options with { RetryInterval = TimeSpan.FromHours(1) }, TimeProvider.System, _files);
        await writer.IntegrateAsync();
        _files.Full = true;
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await FillUntilRefusedAsync(writer));
        var creations = _files.Creations;

        for (var i = 0; i < 50; i++)
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync(TestLog.Entry(i), TestLog.Token));
        }

        Assert.Equal(creations, _files.Creations);
    }

    [Fact]
    public async Task A_failed_flush_fails_its_entries_and_their_indexes_go_to_the_next_ones()
    {
        await using (var writer = _log.Open(_files))
        {
            await TestLog.AppendAsync(writer, 0, 5);
            _files.Broken = true;
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost"u8.ToArray(), TestLog.Token));
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost too"u8.ToArray(), TestLog.Token));
            _files.Broken = false;

            await TestLog.AppendAsync(writer, 5, 5);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => TestLog.Entry(i)), await AssertWholeAsync());
    }

    [Fact]
    public async Task Entries_of_a_failed_flush_do_not_come_back_after_a_crash()
    {
        var crashed = Path.Combine(_log.Directory, "crashed");
        await using (var writer = _log.Open(_files))
        {
            await TestLog.AppendAsync(writer, 0, 5);
            _files.Broken = true;
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("lost"u8.ToArray(), TestLog.Token));
            _files.Broken = false;
            await TestLog.AppendAsync(writer, 5, 2);
            foreach (var file in Directory.EnumerateFiles(_log.LogDirectory, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("lock", StringComparison.Ordinal)))
            {
                var target = Path.Combine(crashed, Path.GetRelativePath(_log.LogDirectory, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        await LedgerWriter.Open(_log.Options with { Directory = crashed }, TimeProvider.System).DisposeAsync();

        var entries = LedgerReader.Open(crashed, _log.VerifierKey).ReadEntries(new EntryIndex(0), 100);
        Assert.Equal(Enumerable.Range(0, 7).Select(static i => TestLog.Entry(i)), entries);
    }

    [Fact]
    public async Task Under_load_every_append_is_either_recorded_or_refused()
    {
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<long, string>();
        var refused = 0;
        await using (var writer = _log.Open(_files))
        {
            using var stop = new CancellationTokenSource();
            var appenders = Enumerable.Range(0, 16).Select(a => Task.Run(async () =>
            {
                for (var n = 0; !stop.IsCancellationRequested; n++)
                {
                    var text = $"{a}.{n}";
                    try
                    {
                        var index = await writer.AppendAsync(TestLog.Padded(text), CancellationToken.None);
                        Assert.True(acknowledged.TryAdd(index.Value, text), "an index was given twice");
                    }
                    catch (LedgerUnavailableException)
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            })).ToArray();
            for (var round = 1; round <= 5; round++)
            {
                Assert.True(SpinWait.SpinUntil(() => acknowledged.Count > round * 500, TimeSpan.FromSeconds(30)));
                var before = refused;
                _files.Broken = true;
                Assert.True(SpinWait.SpinUntil(() => refused > before, TimeSpan.FromSeconds(30)));
                _files.Broken = false;
            }

            await stop.CancelAsync();
            await Task.WhenAll(appenders);
        }

        var entries = await AssertWholeAsync();
        Assert.Equal(acknowledged.Count, entries.Count);
        Assert.All(acknowledged, pair => Assert.Equal(TestLog.Padded(pair.Value), entries[(int)pair.Key]));
    }

    [Fact]
    public async Task Too_much_unintegrated_data_refuses_appends()
    {
        await using var writer = LedgerWriter.Open(_log.Options with { MaxUnintegratedBytes = 128 * 1024 }, TimeProvider.System, _files);

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await FillUntilRefusedAsync(writer));
        await writer.IntegrateAsync();
        await writer.IntegrateAsync();

        await writer.AppendAsync(TestLog.Entry(0), TestLog.Token);
    }

    [Fact]
    public async Task A_real_file_system_that_is_full_recovers_without_a_restart()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "mounting a small file system needs root");
        var mount = Directory.CreateDirectory(Path.Combine(_log.Directory, "tmpfs")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", mount) == 0, "a tmpfs cannot be mounted here");
        try
        {
            var ballast = Path.Combine(mount, "ballast");
            await using (var writer = LedgerWriter.Open(_log.Options with { Directory = Path.Combine(mount, "log") }, TimeProvider.System))
            {
                await writer.IntegrateAsync();
                Fill(ballast);
                await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await FillUntilRefusedAsync(writer));
                await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync);
                var size = writer.DurableSize;

                File.Delete(ballast);
                await TestLog.AppendAsync(writer, size, 10);
                await writer.IntegrateAsync();
                Assert.True(writer.IsHealthy);
            }

            Assert.True((await LedgerVerification.VerifyAsync(Path.Combine(mount, "log"), _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
        }
        finally
        {
            Run("umount", mount);
        }
    }

    private static async Task FillUntilRefusedAsync(LedgerWriter writer)
    {
        for (var i = 0; i < 100_000; i++)
        {
            await writer.AppendAsync(new byte[2000], TestLog.Token);
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // full, as wanted
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private async Task<IReadOnlyList<byte[]>> AssertWholeAsync()
    {
        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        return result.EntriesChecked == 0 ? [] : LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
    }
}
