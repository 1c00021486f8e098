namespace Concordat.Gateway.Watching;

/// <summary>A change that holds the turn of its watch until it is disposed: committed, or given up.</summary>
internal sealed class PreparedChange(WatchChange change, SemaphoreSlim turn) : IDisposable
{
    private bool _isOver;

    /// <summary>What the ledger says of it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Entries => change.Entries;

    /// <summary>Puts it in force; it cannot fail.</summary>
    public void Commit() => change.Commit();

    /// <summary>Tells people of it, once it is in force.</summary>
    public void Tell() => change.Tell();

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            turn.Release();
        }
    }
}
