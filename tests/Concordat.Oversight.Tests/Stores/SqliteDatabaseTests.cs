using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Stores;

public sealed class SqliteDatabaseTests : IAsyncDisposable
{
    private readonly SqliteTestDatabase _database = new();

    [Fact]
    public async Task The_file_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no file modes");
        await using var stores = await _database.OpenAsync(TimeProvider.System);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_database.Path)!))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        var created = await CreateKeyAsync();
        await using var stores = await _database.OpenAsync(TimeProvider.System);
        Assert.Equal(created, await stores.Keys.FindAsync(created.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_of_a_newer_build_is_refused()
    {
        await CreateKeyAsync();
        _database.Execute("PRAGMA user_version=999");

        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await _database.OpenAsync(TimeProvider.System));
        Assert.Contains("has schema 999", e.Message, StringComparison.Ordinal);
        Assert.Contains(_database.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(_database.Path, new string('x', 4096), TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await _database.OpenAsync(TimeProvider.System));
        Assert.Contains(_database.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asked_is_told_which_store_it_is_and_not_where()
    {
        await using var stores = await _database.OpenAsync(TimeProvider.System);
        _database.Execute("ALTER TABLE api_keys RENAME TO gone");

        var e = await Assert.ThrowsAsync<OversightUnavailableException>(async () => await stores.Keys.FindAsync("a", TestContext.Current.CancellationToken));
        Assert.Contains(_database.Path, e.Message, StringComparison.Ordinal);
        Assert.Equal("the oversight store of this node (SQLite) cannot be read or written; the platform engineer finds why in the log of the gateway, and then try again", e.Told);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<Oversight.Keys.ApiKeyRecord> CreateKeyAsync()
    {
        await using var stores = await _database.OpenAsync(TimeProvider.System);
        return (await stores.Keys.CreateAsync("a", "b", null, TestContext.Current.CancellationToken)).Record;
    }
}
