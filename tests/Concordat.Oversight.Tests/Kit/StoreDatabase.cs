namespace Concordat.Oversight.Tests.Kit;

/// <summary>An empty database of one engine, for one test; opening it twice stands for two processes.</summary>
public abstract class StoreDatabase : IAsyncDisposable
{
    public abstract ValueTask<OversightStores> OpenAsync(TimeProvider time);

    /// <summary>Runs SQL behind the stores' back and returns the first value.</summary>
    public abstract Task<object?> ExecuteAsync(string sql);

    public abstract ValueTask DisposeAsync();
}
