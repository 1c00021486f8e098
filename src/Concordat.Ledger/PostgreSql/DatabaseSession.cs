using System.Data.Common;

namespace Concordat.Ledger.PostgreSql;

/// <summary>One connection that is kept, checked for what it promises, and made anew after a failure. For one thread.</summary>
/// <remarks>Every failure comes out as a <see cref="DatabaseAwayException"/>. What became of a commit whose call failed is not known.</remarks>
/// <param name="database">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="repeats">
/// Whether a statement that failed on a connection made earlier is run once more on a new one: for statements that may be run twice.
/// </param>
internal sealed class DatabaseSession(LedgerDatabase database, TimeProvider time, bool repeats = false) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private DbConnection? _connection;
    private volatile bool _warned;

    /// <summary>Connects, where there is no connection; refuses a server that forgets.</summary>
    /// <exception cref="DatabaseAwayException">No server answers, it takes no writes, or it acknowledges commits that it can lose.</exception>
    public void Open()
    {
        if (_connection is not null)
        {
            return;
        }

        try
        {
            _connection = database.Source.OpenConnection();
            database.OnWarning?.Invoke(_connection, () => _warned = true);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failed(e);
        }

        var (commits, flushes, isStandby) = Query(
            "SELECT current_setting('synchronous_commit'), current_setting('fsync'), pg_is_in_recovery()",
            static row => (row.GetString(0), row.GetString(1), row.GetBoolean(2)))[0];
        if (isStandby || commits is not ("on" or "remote_apply") || flushes is not "on")
        {
            Discard();
            throw new DatabaseAwayException(isStandby
                ? "the PostgreSQL server is a standby, which takes no writes"
                : $"the PostgreSQL server has synchronous_commit={commits} and fsync={flushes}, so that acknowledged entries can be lost; set both to on");
        }

        // Said for this session, so that a change of the server's settings does not reach it.
        Execute(commits is "on" ? "SET synchronous_commit TO on" : "SET synchronous_commit TO remote_apply");
    }

    /// <summary>Runs a statement, and commits it unless inside of <see cref="Atomically"/>.</summary>
    /// <returns>Number of rows.</returns>
    public int Execute(string sql, params object[] values) => Run(sql, values, static command => command.ExecuteNonQuery());

    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params object[] values) => Run(sql, values, command =>
    {
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    });

    /// <summary>Runs several statements as one; anything but success takes all of them back.</summary>
    public T Atomically<T>(Func<T> work)
    {
        Execute("BEGIN");
        try
        {
            var result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Discard(); // which ends the transaction too
            throw;
        }
    }

    public void Dispose() => Discard();

    private T Run<T>(string sql, object[] values, Func<DbCommand, T> run)
    {
        var isOld = _connection is not null;
        Open();
        try
        {
            return RunOnce(sql, values, run);
        }
        catch (DatabaseAwayException) when (isOld && repeats)
        {
            Open();
            return RunOnce(sql, values, run);
        }
    }

    private T RunOnce<T>(string sql, object[] values, Func<DbCommand, T> run)
    {
        try
        {
            var command = Prepare(sql, values);
            _warned = false;
            var start = time.GetTimestamp();
            var result = run(command);

            // A wait for the standby that is broken off, by an operator or by the provider's own time limit, ends like a success, with a warning.
            return _warned || time.GetElapsedTime(start) >= database.Timeout
                ? throw new TimeoutException("the server answered with a warning or too late, so that the standby may not have what was committed")
                : result;
        }
        catch (Exception e) when (IsFailure(e))
        {
            Discard();
            throw Failed(e);
        }
    }

    private DbCommand Prepare(string sql, object[] values)
    {
        if (_commands.TryGetValue(sql, out var command))
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }

            return command;
        }

        command = _connection!.CreateCommand();
        _commands.Add(sql, command);
#pragma warning disable CA2100 // callers pass constants; values go into parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = (int)database.Timeout.TotalSeconds;
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        if (values.Length > 0)
        {
            command.Prepare();
        }

        return command;
    }

    private void Discard()
    {
        try
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }

            _connection?.Dispose();
        }
        catch (Exception e) when (IsFailure(e))
        {
            // It is left either way.
        }

        _commands.Clear();
        _connection = null;
    }

    // A provider that finds its own connection broken may say so as an invalid operation.
    private static bool IsFailure(Exception e) =>
        e is DbException or IOException or TimeoutException or InvalidOperationException or OperationCanceledException or System.Net.Sockets.SocketException;

    private static DatabaseAwayException Failed(Exception e) => new($"the database did not answer as it should: {e.GetBaseException().Message}", e);
}
