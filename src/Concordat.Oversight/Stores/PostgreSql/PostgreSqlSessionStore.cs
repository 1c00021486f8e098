using Concordat.Oversight.Sessions;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlSessionStore(PostgreSqlDatabase database, TimeProvider time) : ISessionStore
{
    public ValueTask<Session> BeginAsync(byte[] hash, string person, string method, SessionLimits limits, CancellationToken cancellation)
    {
        Text.Bounded(person, 128);
        return database.WriteAsync(
            async work =>
            {
                await work.LockAsync($"sessions of {person}");
                var now = time.GetStoredNow();
                var session = new Session(person, method, now, now + limits.Life);
                await work.ExecuteAsync("DELETE FROM sessions WHERE expires <= $1 OR seen <= $2", now, now - limits.Idle);
                await work.ExecuteAsync(
                    "DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions WHERE person = $1 ORDER BY created DESC OFFSET $2)",
                    person,
                    SessionLimits.MostOfOnePerson - 1);
                await work.ExecuteAsync(
                    "INSERT INTO sessions (hash, person, method, created, expires, seen) VALUES ($1, $2, $3, $4, $5, $4)",
                    hash,
                    person,
                    method,
                    now,
                    session.Expires);
                return session;
            },
            cancellation);
    }

    public async ValueTask<Session?> FindAsync(byte[] hash, SessionLimits limits, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var found = await database.ReadAsync(
            work => work.ListAsync(
                "SELECT person, method, created, expires, seen FROM sessions WHERE hash = $1",
                row => (Session: new Session(row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3)),
                    Seen: row.GetFieldValue<DateTimeOffset>(4)),
                hash),
            cancellation);
        if (found is not [var (session, seen)] || session.Expires <= now || now - seen >= limits.Idle)
        {
            return null;
        }

        if (now - seen >= SessionLimits.Grain)
        {
            await database.WriteAsync(
                work => work.ExecuteAsync("UPDATE sessions SET seen = greatest(seen, $1) WHERE hash = $2", now, hash), cancellation);
        }

        return session;
    }

    public async ValueTask EndAsync(byte[] hash, CancellationToken cancellation) =>
        await database.WriteAsync(work => work.ExecuteAsync("DELETE FROM sessions WHERE hash = $1", hash), cancellation);

    public ValueTask<int> EndAllAsync(string person, CancellationToken cancellation) =>
        database.WriteAsync(work => work.ExecuteAsync("DELETE FROM sessions WHERE person = $1", person), cancellation);
}
