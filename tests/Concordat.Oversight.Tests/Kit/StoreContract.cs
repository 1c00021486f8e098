namespace Concordat.Oversight.Tests.Kit;

/// <summary>What the contract suites share: a fresh database, a clock, and one set of stores over them.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly List<OversightStores> _opened = [];
    private StoreDatabase? _database;

    protected StoreDatabase Database => _database!;

    protected ManualTime Time { get; } = new();

    protected OversightStores Stores => _opened[0];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await CreateDatabaseAsync();
        await OpenAnotherAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stores in _opened)
        {
            await stores.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<StoreDatabase> CreateDatabaseAsync();

    /// <summary>Opens the same database once more, as a second process would.</summary>
    protected async ValueTask<OversightStores> OpenAnotherAsync()
    {
        var stores = await Database.OpenAsync(Time);
        _opened.Add(stores);
        return stores;
    }
}
