using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>One running transaction; parameters are positional, <c>$1</c> first.</summary>
internal sealed class PostgreSqlWork(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
{
    /// <summary>The transaction is to end without effect.</summary>
    public bool IsUndone { get; private set; }

    public void Undo() => IsUndone = true;

    public async ValueTask<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <returns>The first column of the first row; default where there is none.</returns>
    public async ValueTask<T> ScalarAsync<T>(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(cancellation) is T value ? value : default!;
    }

    public async ValueTask<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Lets one transaction at a time work on what the name stands for, on every node, until this one ends.</summary>
    public ValueTask<int> LockAsync(string name) =>
        ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name);

    private NpgsqlCommand Command(string sql, object?[] values)
    {
#pragma warning disable CA2100 // callers pass constants; values go into parameters
        var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
