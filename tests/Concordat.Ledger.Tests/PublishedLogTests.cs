using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Tests;

public sealed class PublishedLogTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("tile/0/000", 0, 0L, 256)]
    [InlineData("tile/63/x001/x234/067", 63, 1234067L, 256)]
    [InlineData("tile/2/000.p/1", 2, 0L, 1)]
    [InlineData("tile/0/x001/000.p/255", 0, 1000L, 255)]
    [InlineData("tile/entries/x999/x999/x999/x999/x999/999", null, 999_999_999_999_999_999L, 256)]
    [InlineData("tile/entries/273.p/112", null, 273L, 112)]
    public void A_path_of_the_format_is_read(string path, int? level, long number, int width) =>
        Assert.Equal(new TileAddress(level, number, width), TileAddress.TryParse(path));

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/X001/002")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/0/000.p/1.p/1")]
    [InlineData("tile/0/.p/1")]
    [InlineData("tile/0/../../key.pem")]
    [InlineData("tile/0/000/../001")]
    [InlineData("tile//000")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/\u0660\u0660\u0660")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void Anything_else_is_not(string path) => Assert.Null(TileAddress.TryParse(path));

    [Fact]
    public async Task The_public_files_are_found_and_no_others()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 300);
        }

        var published = new PublishedLog(_log.LogDirectory, isWitnessed: false);
        Assert.Equal(("text/plain; charset=utf-8", false), TypeOf("checkpoint"));
        Assert.Equal(("application/octet-stream", true), TypeOf("tile/0/000"));
        Assert.Equal(("application/octet-stream", true), TypeOf("tile/entries/001.p/44"));
        await File.WriteAllTextAsync(_log.PathOf("tile/0/secret"), "s", TestLog.Token);
        await File.WriteAllTextAsync(_log.PathOf("checkpoint.300"), "s", TestLog.Token);
        Assert.True(File.Exists(_log.PathOf(".wal/lock")));
        foreach (var path in (string[])[".wal/lock", "tile/0/secret", "checkpoint.300", "tile/0", "tile", "", ".", "..", "../key.pem", "tile/0/002", "./checkpoint", "checkpoint/", "tile/../checkpoint"])
        {
            Assert.Null(published.Find(path));
        }

        (string, bool) TypeOf(string path)
        {
            var file = published.Find(path)!;
            Assert.True(File.Exists(file.Path));
            return (file.ContentType, file.IsImmutable);
        }
    }

    [Fact]
    public async Task Where_witnesses_are_asked_for_the_checkpoint_is_the_witnessed_one_as_soon_as_there_is_one()
    {
        await (await Task.FromResult(_log.Open())).DisposeAsync();
        var published = new PublishedLog(_log.LogDirectory, isWitnessed: true);
        Assert.Equal(_log.PathOf("checkpoint"), published.Find("checkpoint")!.Path);
        await File.WriteAllTextAsync(_log.PathOf("checkpoint.witnessed"), "w", TestLog.Token);

        Assert.Equal(_log.PathOf("checkpoint.witnessed"), published.Find("checkpoint")!.Path);
        Assert.Equal(_log.PathOf("checkpoint"), published.Find("checkpoint.latest")!.Path);
        Assert.Null(published.Find("checkpoint.witnessed"));
    }
}
