using System.Data.Common;

namespace Concordat.Ledger.PostgreSql;

/// <summary>The PostgreSQL database that the logs of several nodes commit to.</summary>
/// <remarks>
/// Any ADO.NET provider for PostgreSQL with positional parameters (<c>$1</c>) will do; this library brings none. Tables are made in the first
/// schema of the search path. The provider must not wait for the answer to a query that it has cancelled after its time limit (with
/// Npgsql: <c>Cancellation Timeout=-1</c>): the server then reports a commit that no standby has as done.
/// </remarks>
public sealed record LedgerDatabase
{
    public required DbDataSource Source { get; init; }

    /// <summary>
    /// Has the action called for each warning of the server on this connection: a commit that comes with one may not have reached the
    /// standby, and is not acknowledged. Null where nobody can break off a wait for the standby.
    /// </summary>
    public Action<DbConnection, Action>? OnWarning { get; init; }

    /// <summary>
    /// How long rows are kept after a checkpoint covers them: a directory that was restored from a copy no older than this is brought up
    /// to date from them.
    /// </summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest time that one statement may take, in whole seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
