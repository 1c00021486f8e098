using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Concordat.Benchmarks.Archive;

internal sealed class SqliteArchive : IArchive
{
    private readonly SqliteConnection _connection;

    public SqliteArchive(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
    }

    public async Task FillAsync(string table, string columns, IEnumerable<object?[]> rows)
    {
        using var transaction = _connection.BeginTransaction();
        var names = columns.Split(", ").Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"$p{i}")).ToArray();
#pragma warning disable CA2100 // names of this program's own tables
        using var insert = new SqliteCommand($"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", names)});", _connection, transaction);
#pragma warning restore CA2100
        foreach (var name in names)
        {
            insert.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                insert.Parameters[i].Value = row[i] switch
                {
                    null => DBNull.Value,
                    DateTimeOffset time => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond,
                    string[] words => string.Join('\n', words),
                    var value => value,
                };
            }

            insert.ExecuteNonQuery();
        }

        await transaction.CommitAsync();
    }

    public Task RunAsync(string sql)
    {
#pragma warning disable CA2100 // this program's own statements
        using var command = new SqliteCommand(sql, _connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
