using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>Runs one statement with its parameters.</summary>
internal static class SqliteRun
{
    /// <returns>How many rows it changed.</returns>
    public static int Execute(SqliteConnection connection, SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, transaction, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>A statement with its parameters, to be run and disposed by the caller.</summary>
    public static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
#pragma warning disable CA2100 // callers pass constants; values go into parameters
        var command = new SqliteCommand(sql, connection, transaction);
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
