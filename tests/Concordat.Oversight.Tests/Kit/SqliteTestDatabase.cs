namespace Concordat.Oversight.Tests.Kit;

internal sealed class SqliteTestDatabase : StoreDatabase
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-oversight-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "oversight.db");

    public override ValueTask<OversightStores> OpenAsync(TimeProvider time) =>
        ValueTask.FromResult(OversightStores.OpenSqlite(Path, time));

    public override ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
