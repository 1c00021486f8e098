using Npgsql;
using NpgsqlTypes;

namespace Concordat.Benchmarks.Archive;

internal sealed class PostgreSqlArchive(string connectionString) : IArchive
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task FillAsync(string table, string columns, IEnumerable<object?[]> rows)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var value in row)
            {
                await (value switch
                {
                    null => copy.WriteNullAsync(),
                    DateTimeOffset time => copy.WriteAsync(time, NpgsqlDbType.TimestampTz),
                    string[] words when table is "cases" => copy.WriteAsync(words, NpgsqlDbType.Array | NpgsqlDbType.Text),
                    string[] words => copy.WriteAsync(string.Join('\n', words), NpgsqlDbType.Text),
                    byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea),
                    long number => copy.WriteAsync(number, NpgsqlDbType.Bigint),
                    int number => copy.WriteAsync(number, NpgsqlDbType.Integer),
                    _ => copy.WriteAsync((string)value, NpgsqlDbType.Text),
                });
            }
        }

        await copy.CompleteAsync();
    }

    public async Task RunAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
