using Concordat.Gateway.Recording;
using Concordat.Ledger.Contents;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A content store that keeps what the use case <c>maintenance</c> says.</summary>
internal sealed class KeptContents : IAsyncDisposable
{
    private readonly ContentWriter _writer;

    public KeptContents(string directory)
    {
        Store = new ContentStore(directory, ContentKey.Parse(new string('7', 64)));
        _writer = new ContentWriter(Store, new ContentWriterOptions { Lost = (_, _) => Task.FromResult(true) }, TimeProvider.System);
        Keeper = new ContentKeeper(Store, _writer, ["maintenance"], (_, _) => Task.FromResult(true), (entry, _, _) =>
        {
            Store.Shred(id => id.Entry == entry);
            return Task.CompletedTask;
        });
    }

    public ContentStore Store { get; }

    public ContentKeeper Keeper { get; }

    public ValueTask FlushAsync() => _writer.FlushAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        Store.Dispose();
    }
}
