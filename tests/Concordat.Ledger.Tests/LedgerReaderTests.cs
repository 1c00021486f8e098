using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Tests;

public sealed class LedgerReaderTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_reader_sees_the_log_as_of_its_checkpoint_and_moves_on_when_asked()
    {
        await using var writer = _log.Open();
        await TestLog.FillAsync(writer, 250);
        await writer.IntegrateAsync();
        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        var old = reader.Checkpoint;
        await TestLog.FillAsync(writer, 100);
        await writer.IntegrateAsync();

        Assert.Equal(250, reader.Size);
        Assert.Equal(TestLog.Entry(249), reader.Entry(new EntryIndex(249))); // its partial bundle has gone: the full one serves
        Assert.True(TlogProof.Verify(reader.Proof(new EntryIndex(3)), TestLog.Entry(3), _log.VerifierKey).IsValid);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Entry(new EntryIndex(250)));

        Assert.True(reader.Refresh());
        Assert.False(reader.Refresh());
        Assert.Equal(TestLog.Entry(0), reader.Entry(new EntryIndex(250)));
        Assert.True(MerkleProof.VerifyConsistency(250, old.Root, 350, reader.Checkpoint.Root, reader.ConsistencyProof(250)));
    }

    [Fact]
    public async Task Entries_are_read_in_order_across_bundles()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.AppendAsync(writer, 0, 600);
        }

        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);

        Assert.Equal(Enumerable.Range(250, 300).Select(static i => TestLog.Entry(i)), reader.ReadEntries(new EntryIndex(250), 300));
        Assert.Equal(10, reader.ReadEntries(new EntryIndex(590), 1000).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(599)]
    [InlineData(600)]
    public async Task Entries_are_read_from_the_newest_on_across_bundles(int least)
    {
        await using (var writer = _log.Open())
        {
            await TestLog.AppendAsync(writer, 0, 600);
        }

        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);

        Assert.Equal(
            Enumerable.Range(least, 600 - least).Reverse().Select(static i => (new EntryIndex(i), Convert.ToHexString(TestLog.Entry(i)))),
            reader.NewestFirst(new EntryIndex(least), TestLog.Token).Select(static each => (each.Index, Convert.ToHexString(each.Entry))));
    }

    [Fact]
    public async Task Who_reads_from_the_newest_on_reads_no_more_than_is_asked_for_and_stops_when_told()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.AppendAsync(writer, 0, 600);
        }

        var bundle = await File.ReadAllBytesAsync(_log.PathOf("tile/entries/000"), TestLog.Token);
        bundle[10] ^= 1;
        await File.WriteAllBytesAsync(_log.PathOf("tile/entries/000"), bundle, TestLog.Token);
        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        using var stop = new CancellationTokenSource();

        Assert.Equal(300, reader.NewestFirst(default, stop.Token).First(static each => each.Index.Value == 300).Index.Value);
        Assert.Throws<LedgerCorruptException>(() => reader.NewestFirst(default, stop.Token).Count());
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var (index, _) in reader.NewestFirst(default, stop.Token))
            {
                Assert.True(index.Value >= 512);
                stop.Cancel();
            }
        });
    }

    [Fact]
    public async Task A_damaged_entry_or_tile_is_never_handed_out()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 300);
        }

        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        var bundle = await File.ReadAllBytesAsync(_log.PathOf("tile/entries/000"), TestLog.Token);
        bundle[10] ^= 1;
        await File.WriteAllBytesAsync(_log.PathOf("tile/entries/000"), bundle, TestLog.Token);
        var tile = await File.ReadAllBytesAsync(_log.PathOf("tile/0/001.p/44"), TestLog.Token);
        tile[10] ^= 1;
        await File.WriteAllBytesAsync(_log.PathOf("tile/0/001.p/44"), tile, TestLog.Token);

        Assert.Throws<LedgerCorruptException>(() => reader.Entry(new EntryIndex(0)));
        Assert.Throws<LedgerCorruptException>(() => reader.Proof(new EntryIndex(280)));
    }

    [Fact]
    public void No_log_and_a_wrong_key_are_told_apart()
    {
        Directory.CreateDirectory(_log.LogDirectory);
        Assert.Throws<FileNotFoundException>(() => LedgerReader.Open(_log.LogDirectory, _log.VerifierKey));
        Assert.Throws<FormatException>(() => LedgerReader.Open(_log.LogDirectory, "nonsense"));
    }
}
