using Microsoft.Data.Sqlite;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>The uses of grants that the database of a node reminds of, because no ledger is known to tell of them.</summary>
internal sealed class GrantReminders(string path)
{
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM unrecorded_changes WHERE kind = 'grant'";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes the node that claimed them for dead, as a minute later everybody does.</summary>
    public async Task LapseAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE unrecorded_changes SET claimed = 0";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
