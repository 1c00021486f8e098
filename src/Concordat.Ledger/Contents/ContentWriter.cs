using System.Threading.Channels;

namespace Concordat.Ledger.Contents;

/// <summary>Writes contents apart from the requests that they come from, many at a time. What cannot be written is told, never dropped in silence.</summary>
/// <remarks>Bounded in bytes: who puts more waits for room, and gives up after a time. Thread-safe.</remarks>
public sealed class ContentWriter : IAsyncDisposable
{
    /// <summary>Most entries that one note of failure names.</summary>
    public const int MostNamed = 1000;

    private const int Unit = 64 * 1024;
    private const int MostTogether = 256;

    private readonly ContentStore _store;
    private readonly ContentWriterOptions _options;
    private readonly TimeProvider _time;
    private readonly int _units;
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _entrance = new(1); // one at a time waits for room, so that two never wait for each other
    private readonly Channel<SealedContent> _queue = Channel.CreateUnbounded<SealedContent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<EntryIndex> _untold = new(); // for the loop alone
    private readonly Task _loop;
    private string _reason = "";
    private long _lost;

    public ContentWriter(ContentStore store, ContentWriterOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _options, _time) = (store, options, time);
        _units = Math.Max(1, options.MaxPendingBytes / Unit);
        _room = new SemaphoreSlim(_units);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Contents that could not be written since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Takes a content; waits while too much is on its way to the disk.</summary>
    /// <returns>False when there was no room in time: the caller has to tell that it is not stored.</returns>
    public async ValueTask<bool> PutAsync(SealedContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var patience = new CancellationTokenSource(_options.Patience, _time);
        var taken = 0;
        try
        {
            await _entrance.WaitAsync(patience.Token);
            try
            {
                for (var needed = UnitsOf(content); taken < needed; taken++)
                {
                    await _room.WaitAsync(patience.Token);
                }
            }
            finally
            {
                _entrance.Release();
            }

            if (_queue.Writer.TryWrite(content))
            {
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            // no room in time
        }

        GiveBack(taken);
        Interlocked.Increment(ref _lost);
        return false;
    }

    /// <summary>Returns when what was taken before is written, or told to be lost.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _entrance.WaitAsync(cancellationToken);
        var taken = 0;
        try
        {
            // Whatever is on its way holds room: when all of it is free, nothing is.
            for (; taken < _units; taken++)
            {
                await _room.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            GiveBack(taken);
            _entrance.Release();
        }
    }

    /// <summary>Writes what was taken, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _room.Dispose();
        _entrance.Dispose();
    }

    private async Task LoopAsync()
    {
        var batch = new List<SealedContent>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostTogether && _queue.Reader.TryRead(out var content))
            {
                batch.Add(content);
            }

            Write(batch);
            GiveBack(batch.Sum(UnitsOf));
            await TellAsync();
        }

        await TellAsync();
    }

    private void Write(List<SealedContent> batch)
    {
        try
        {
            if (_store.Bytes + batch.Sum(static content => content.Bytes) > _options.MaxStoreBytes)
            {
                throw new IOException("the content store is as large as it may be");
            }

            _store.Write(batch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _reason = e is IOException ? "the disk refuses, or the content store is full" : "the content store cannot be written to";
            Interlocked.Add(ref _lost, batch.Count);
            batch.ForEach(content => _untold.Enqueue(content.Id.Entry));
        }
    }

    /// <summary>Tells which contents were lost; what cannot be told now is told with the next batch.</summary>
    private async Task TellAsync()
    {
        while (_untold.Count > 0)
        {
            var named = _untold.Take(MostNamed).ToList();
            if (!await _options.Lost(named, _reason))
            {
                return;
            }

            for (var i = 0; i < named.Count; i++)
            {
                _untold.Dequeue();
            }
        }
    }

    private int UnitsOf(SealedContent content) => (int)Math.Min(_units, (content.Bytes + Unit - 1) / Unit);

    private void GiveBack(int units)
    {
        if (units > 0)
        {
            _room.Release(units);
        }
    }
}
