namespace Concordat.Ledger.Tests.Scrubbing;

/// <summary>A scrub beside a writer that is busy: it must not cry wolf, and what it finds must stop the writer.</summary>
public sealed class ScrubUnderWritingTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_healthy_log_is_sound_at_every_moment_of_writing()
    {
        await using var writer = LedgerWriter.Open(_log.Options with { CheckpointInterval = TimeSpan.FromMilliseconds(3) }, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var appenders = Enumerable.Range(0, 8).Select(a => Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                await writer.AppendAsync(TestLog.Padded($"{a}.{n}"), CancellationToken.None);
            }
        })).ToArray();
        var scrubs = 0;
        try
        {
            while (writer.CheckpointSize < 10_000 || scrubs < 25)
            {
                var result = await LedgerScrub.RunAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
                Assert.True(result.IsSound, $"at {result.Checkpoint?.Size}: {string.Join("; ", result.Faults)}");
                scrubs++;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(appenders);
        }

        Assert.True(writer.IsHealthy);
    }

    [Fact]
    public async Task A_finding_stops_a_writer_at_work_and_a_sound_scrub_lets_it_go_on()
    {
        await using var writer = _log.Open();
        await TestLog.AppendAsync(writer, 0, 700);
        await writer.IntegrateAsync();
        var tile = _log.PathOf("tile/0/000");
        var bytes = await File.ReadAllBytesAsync(tile, TestLog.Token);
        bytes[100] ^= 4;
        await File.WriteAllBytesAsync(tile, bytes, TestLog.Token);
        await TestLog.AppendAsync(writer, 700, 1);

        var result = await LedgerScrub.RunAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);

        Assert.True(result.IsHeld);
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync);
        Assert.Contains("tile/0/000", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync(TestLog.Entry(1), TestLog.Token));
        Assert.False(writer.IsHealthy);
        Assert.Equal(700, writer.CheckpointSize);

        bytes[100] ^= 4;
        await File.WriteAllBytesAsync(tile, bytes, TestLog.Token);
        Assert.True((await LedgerScrub.RunAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsSound);
        await writer.IntegrateAsync();
        await TestLog.AppendAsync(writer, 701, 10);
        Assert.True(writer.IsHealthy);
        Assert.Equal(701, writer.CheckpointSize);
    }

    [Fact]
    public async Task A_damaged_change_of_key_is_found_in_its_bundle_by_who_knows_only_the_first_key()
    {
        using var next = Concordat.Signing.SigningKey.Generate(Concordat.Signing.SignatureAlgorithm.Ed25519);
        await using (var writer = _log.Open())
        {
            await TestLog.AppendAsync(writer, 0, 5);
        }

        await LedgerKeyRotation.RunAsync(_log.Options, next, null, TimeProvider.System);
        await using (var writer = LedgerWriter.Open(_log.Options with { Key = next }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 6, 294);
        }

        var bundle = _log.PathOf("tile/entries/000");
        var bytes = await File.ReadAllBytesAsync(bundle, TestLog.Token);
        var start = bytes.AsSpan().IndexOf("\"type\":\"key\""u8);
        foreach (var offset in new[] { start - 200, start - 40, start + 9, start + 14 })
        {
            bytes[offset] ^= 1;
            await File.WriteAllBytesAsync(bundle, bytes, TestLog.Token);

            var result = await LedgerScrub.RunAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);

            Assert.All(result.Faults, static fault => Assert.Equal("tile/entries/000", fault.File));
            Assert.False(result.IsSound);
            bytes[offset] ^= 1;
        }
    }
}
