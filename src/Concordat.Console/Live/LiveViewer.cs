using System.Threading.Channels;

namespace Concordat.Console.Live;

/// <summary>One open live page: a short queue, and the end of it when the page cannot keep up. Thread-safe.</summary>
internal sealed class LiveViewer(LiveFilter filter) : IDisposable
{
    /// <summary>Batches that a page may lag behind.</summary>
    public const int Capacity = 16;

    private readonly Channel<ReadOnlyMemory<byte>> _batches = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _dropped = new();
    private readonly Lock _gate = new();
    private bool _closed; // guarded by _gate

    public LiveFilter Filter => filter;

    public ChannelReader<ReadOnlyMemory<byte>> Batches => _batches.Reader;

    /// <summary>Told when the page was dropped because it did not keep up.</summary>
    public CancellationToken Dropped => _dropped.Token;

    /// <summary>Offers a batch; a page whose queue is full is dropped, never waited for.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Offer(ReadOnlyMemory<byte> batch)
    {
        if (_batches.Writer.TryWrite(batch))
        {
            return true;
        }

        Drop();
        return false;
    }

    /// <summary>Ends the page's stream; its browser opens it again.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _batches.Writer.TryComplete();
                _dropped.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _dropped.Dispose();
        }
    }
}
