using System.Collections.Concurrent;
using Concordat.Ledger.Contents;

namespace Concordat.Ledger.Tests.Contents;

public sealed class ContentWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-content-").FullName;
    private readonly ConcurrentQueue<EntryIndex> _lost = new();

    private string Folder => Path.Combine(_directory, "content");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Everything_that_was_put_is_written_when_it_ends()
    {
        using var store = new ContentStore(Folder, ContentKey.Parse(new string('1', 64)));
        await using (var writer = new ContentWriter(store, Options(), TimeProvider.System))
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(async () => Assert.True(await writer.PutAsync(Sealed(store, i, 1000))))));
        }

        Assert.Equal(500, store.Find(static _ => true).Count);
        Assert.Empty(_lost);
    }

    [Fact]
    public async Task A_content_that_the_disk_refuses_is_told()
    {
        await File.WriteAllTextAsync(Folder, "a file stands where the folder should", TestLog.Token);
        using var store = new ContentStore(Folder, ContentKey.Parse(new string('1', 64)));
        await using (var writer = new ContentWriter(store, Options(), TimeProvider.System))
        {
            Assert.True(await writer.PutAsync(Sealed(store, 7, 1000)));
        }

        Assert.Equal([new EntryIndex(7)], _lost);
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_with_the_next()
    {
        var isDeaf = true;
        using var store = new ContentStore(Folder, ContentKey.Parse(new string('1', 64)));
        var told = new TaskCompletionSource();
        var options = Options() with
        {
            MaxStoreBytes = 1,
            Lost = (entries, _) =>
            {
                told.TrySetResult();
                entries.ToList().ForEach(entry => { if (!isDeaf) { _lost.Enqueue(entry); } });
                return Task.FromResult(!isDeaf);
            },
        };
        await using (var writer = new ContentWriter(store, options, TimeProvider.System))
        {
            await writer.PutAsync(Sealed(store, 1, 10));
            await told.Task;
            isDeaf = false;
            await writer.PutAsync(Sealed(store, 2, 10));
        }

        Assert.Equal([new EntryIndex(1), new EntryIndex(2)], _lost);
    }

    [Fact]
    public async Task Who_finds_no_room_in_time_is_told_so()
    {
        using var store = new ContentStore(Folder, ContentKey.Parse(new string('1', 64)));
        var isHeld = new TaskCompletionSource();
        var options = Options() with { MaxPendingBytes = 64 * 1024, Patience = TimeSpan.Zero, MaxStoreBytes = 1, Lost = async (_, _) => { await isHeld.Task; return true; } };
        await using var writer = new ContentWriter(store, options, TimeProvider.System);
        var answers = new List<bool>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await writer.PutAsync(Sealed(store, i, 60_000)));
        }

        Assert.Contains(false, answers);
        Assert.True(writer.Lost >= answers.Count(static answer => !answer));
        isHeld.SetResult();
    }

    private static SealedContent Sealed(ContentStore store, long entry, int bytes) => store.Seal(
        new ContentId(new EntryIndex(entry), Guid.Empty, 1, new string('a', 64), new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)), new byte[bytes]);

    private ContentWriterOptions Options() => new()
    {
        Lost = (entries, _) =>
        {
            entries.ToList().ForEach(_lost.Enqueue);
            return Task.FromResult(true);
        },
    };
}
