using Microsoft.Data.Sqlite;

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

    public object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public override Task<object?> ExecuteAsync(string sql) => Task.FromResult(Execute(sql));

    /// <summary>Whether the bytes are in the database file or in one of the files beside it.</summary>
    public bool Contains(ReadOnlySpan<byte> bytes)
    {
        foreach (var file in _directory.GetFiles())
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
