using Concordat.Oversight.Changes;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteUnrecordedChanges(SqliteDatabase database, TimeProvider time) : IUnrecordedChanges
{
    private const string Due = "SELECT seq FROM unrecorded_changes WHERE claimed IS NULL OR claimed <= $stale ORDER BY seq LIMIT $most";

    public async ValueTask<IReadOnlyList<UnrecordedChange>> ClaimAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var stale = (now - IUnrecordedChanges.Lease).ToMicroseconds();
        var isIdle = await database.ReadAsync(
            (connection, transaction) =>
            {
                using var ask = SqliteRun.Command(connection, transaction, $"{Due};", ("$stale", stale), ("$most", 1));
                return ask.ExecuteScalar() is null;
            },
            cancellation);
        return isIdle ? [] : await database.WriteAsync<IReadOnlyList<UnrecordedChange>>(
            (connection, transaction) =>
            {
                using var claim = SqliteRun.Command(
                    connection,
                    transaction,
                    $"UPDATE unrecorded_changes SET claimed = $now WHERE seq IN ({Due}) RETURNING seq, kind, act, subject, use_case, actor, share, time, envelope, because;",
                    ("$now", now.ToMicroseconds()),
                    ("$stale", stale),
                    ("$most", IUnrecordedChanges.Most));
                using var row = claim.ExecuteReader();
                List<UnrecordedChange> claimed = [];
                while (row.Read())
                {
                    claimed.Add(Read(row));
                }

                return [.. claimed.OrderBy(static change => change.Sequence)];
            },
            cancellation);
    }

    public async ValueTask RecordedAsync(IReadOnlyList<UnrecordedChange> changes, CancellationToken cancellation) => await database.WriteAsync(
        (connection, transaction) =>
        {
            foreach (var change in changes)
            {
                SqliteRun.Execute(connection, transaction, "DELETE FROM unrecorded_changes WHERE seq = $seq;", ("$seq", change.Sequence));
            }

            return true;
        },
        cancellation);

    public async ValueTask<bool> RefusedAsync(string id, string issuer, ReadOnlyMemory<byte> envelope, string because, CancellationToken cancellation) => await database.WriteAsync(
        (connection, transaction) =>
        {
            var bytes = envelope.ToArray();
            using var known = SqliteRun.Command(
                connection, transaction, "SELECT count(*), coalesce(sum(envelope = $envelope), 0) FROM unrecorded_changes WHERE kind = 'order';", ("$envelope", bytes));
            using (var row = known.ExecuteReader())
            {
                row.Read();
                if (row.GetInt64(1) > 0 || row.GetInt64(0) >= IUnrecordedChanges.MostRefused)
                {
                    return row.GetInt64(1) > 0;
                }
            }

            SqliteRun.Execute(
                connection,
                transaction,
                "INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time, envelope, because) VALUES ('order', 'refused', $id, '', $issuer, $time, $envelope, $because);",
                ("$id", id),
                ("$issuer", issuer),
                ("$time", time.GetStoredNow().ToMicroseconds()),
                ("$envelope", bytes),
                ("$because", because));
            return true;
        },
        cancellation);

    public async ValueTask UseRecordedAsync(string caseId, DateTimeOffset at, CancellationToken cancellation) => await database.WriteAsync(
        (connection, transaction) =>
        {
            SqliteRun.Execute(
                connection, transaction, "DELETE FROM unrecorded_changes WHERE kind = 'grant' AND act = 'used' AND subject = $case AND time = $at;",
                ("$case", caseId), ("$at", at.ToMicroseconds()));
            return true;
        },
        cancellation);

    private static UnrecordedChange Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5),
        row.IsDBNull(6) ? null : row.GetInt32(6), row.IsDBNull(7) ? null : StoredTime.FromMicroseconds(row.GetInt64(7)))
    {
        Envelope = row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8),
        Because = row.IsDBNull(9) ? null : row.GetString(9),
    };
}
