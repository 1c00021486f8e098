namespace Concordat.Gateway.Watching;

/// <summary>A change that holds the turn of its watch until it is disposed: committed, or given up.</summary>
internal sealed class PreparedChange(WatchChange change, SemaphoreSlim turn) : IDisposable
{
    private bool _isOver;

    /// <summary>Writes it to the ledger; it can fail, and then nothing has changed.</summary>
    public ValueTask RecordAsync(CancellationToken cancellation) => change.RecordAsync(cancellation);

    /// <summary>Puts it in force; it cannot fail.</summary>
    public void Commit() => change.Commit();

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            turn.Release();
        }
    }
}
