using Concordat.Oversight.Sessions;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteSessionStore(SqliteDatabase database, TimeProvider time) : ISessionStore
{
    public ValueTask<Session> BeginAsync(byte[] hash, string person, string method, SessionLimits limits, CancellationToken cancellation)
    {
        Text.Bounded(person, 128);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                var session = new Session(person, method, now, now + limits.Life);
                Execute(
                    connection,
                    transaction,
                    "DELETE FROM sessions WHERE expires <= $now OR seen <= $idle;",
                    ("$now", now.ToMicroseconds()),
                    ("$idle", (now - limits.Idle).ToMicroseconds()));
                Execute(
                    connection,
                    transaction,
                    """
                    DELETE FROM sessions WHERE hash IN (
                        SELECT hash FROM sessions WHERE person = $person ORDER BY created DESC LIMIT -1 OFFSET $most);
                    """,
                    ("$person", person),
                    ("$most", SessionLimits.MostOfOnePerson - 1));
                Execute(
                    connection,
                    transaction,
                    "INSERT INTO sessions (hash, person, method, created, expires, seen) VALUES ($hash, $person, $method, $now, $expires, $now);",
                    ("$hash", hash),
                    ("$person", person),
                    ("$method", method),
                    ("$now", now.ToMicroseconds()),
                    ("$expires", session.Expires.ToMicroseconds()));
                return session;
            },
            cancellation);
    }

    public async ValueTask<Session?> FindAsync(byte[] hash, SessionLimits limits, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var (session, seen) = await database.ReadAsync(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    "SELECT person, method, created, expires, seen FROM sessions WHERE hash = $hash;", connection, transaction);
                ask.Parameters.AddWithValue("$hash", hash);
                using var row = ask.ExecuteReader();
                return row.Read()
                    ? (new Session(
                        row.GetString(0), row.GetString(1), StoredTime.FromMicroseconds(row.GetInt64(2)), StoredTime.FromMicroseconds(row.GetInt64(3))),
                        StoredTime.FromMicroseconds(row.GetInt64(4)))
                    : ((Session?)null, default(DateTimeOffset));
            },
            cancellation);
        if (session is null || session.Expires <= now || now - seen >= limits.Idle)
        {
            return null;
        }

        if (now - seen >= SessionLimits.Grain)
        {
            await database.WriteAsync(
                (connection, transaction) => Execute(
                    connection,
                    transaction,
                    "UPDATE sessions SET seen = max(seen, $now) WHERE hash = $hash;",
                    ("$now", now.ToMicroseconds()),
                    ("$hash", hash)),
                cancellation);
        }

        return session;
    }

    public async ValueTask EndAsync(byte[] hash, CancellationToken cancellation) => await database.WriteAsync(
        (connection, transaction) => Execute(connection, transaction, "DELETE FROM sessions WHERE hash = $hash;", ("$hash", hash)), cancellation);

    public ValueTask<int> EndAllAsync(string person, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => Execute(connection, transaction, "DELETE FROM sessions WHERE person = $person;", ("$person", person)), cancellation);

    private static int Execute(SqliteConnection connection, SqliteTransaction transaction, string sql, params (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // the constants above
        using var command = new SqliteCommand(sql, connection, transaction);
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }
}
