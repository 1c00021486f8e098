using Concordat.Oversight.Changes;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlUnrecordedChanges(PostgreSqlDatabase database, TimeProvider time) : IUnrecordedChanges
{
    private const string Due = "claimed IS NULL OR claimed <= $1";

    public async ValueTask<IReadOnlyList<UnrecordedChange>> ClaimAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var stale = now - IUnrecordedChanges.Lease;
        if (!await database.ReadAsync(work => work.ScalarAsync<bool>($"SELECT EXISTS (SELECT 1 FROM unrecorded_changes WHERE {Due})", stale), cancellation))
        {
            return [];
        }

        var claimed = await database.WriteAsync(
            work => work.ListAsync(
                $"""
                UPDATE unrecorded_changes SET claimed = $2
                WHERE seq IN (SELECT seq FROM unrecorded_changes WHERE {Due} ORDER BY seq LIMIT $3 FOR UPDATE SKIP LOCKED)
                RETURNING seq, kind, act, subject, use_case, actor, share, time, envelope, because
                """,
                static row => new UnrecordedChange(
                    row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5),
                    row.IsDBNull(6) ? null : row.GetInt32(6), row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7))
                {
                    Envelope = row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8),
                    Because = row.IsDBNull(9) ? null : row.GetString(9),
                },
                stale,
                now,
                IUnrecordedChanges.Most),
            cancellation);
        return [.. claimed.OrderBy(static change => change.Sequence)];
    }

    public async ValueTask RecordedAsync(IReadOnlyList<UnrecordedChange> changes, CancellationToken cancellation) => await database.WriteAsync(
        work => work.ExecuteAsync("DELETE FROM unrecorded_changes WHERE seq = ANY ($1)", (object)changes.Select(static change => change.Sequence).ToArray()), cancellation);

    public async ValueTask<bool> RefusedAsync(string id, string issuer, ReadOnlyMemory<byte> envelope, string because, CancellationToken cancellation)
    {
        var bytes = envelope.ToArray();
        return await database.WriteAsync(
            async work =>
            {
                await work.LockAsync("refused orders"); // of two at a time each would count without the other
                if (await work.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM unrecorded_changes WHERE kind = 'order' AND envelope = $1)", bytes))
                {
                    return true;
                }

                return await work.ScalarAsync<long>("SELECT count(*) FROM unrecorded_changes WHERE kind = 'order'") < IUnrecordedChanges.MostRefused
                    && await work.ExecuteAsync(
                        "INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time, envelope, because) VALUES ('order', 'refused', $1, '', $2, $3, $4, $5)",
                        id, issuer, time.GetStoredNow(), bytes, because) == 1;
            },
            cancellation);
    }

    public async ValueTask UseRecordedAsync(string caseId, DateTimeOffset at, CancellationToken cancellation) => await database.WriteAsync(
        work => work.ExecuteAsync("DELETE FROM unrecorded_changes WHERE kind = 'grant' AND act = 'used' AND subject = $1 AND time = $2", caseId, at.ToUniversalTime()), cancellation);
}
