using System.Globalization;
using Concordat.Oversight.Notices;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlNoticeStore(PostgreSqlDatabase database, TimeProvider time) : INoticeStore
{
    // Whether an event is behind every transaction that still runs, and may therefore be told.
    private const string Settled = "e.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    public async ValueTask<IReadOnlyList<CaseEvent>> TakeAsync(NoticeClaim claim, int most, CancellationToken cancellation)
    {
        NoticeRules.Check(claim, most);
        return await IsIdleAsync(claim, cancellation) ? [] : await database.WriteAsync(work => TakeAsync(work, claim, most), cancellation);
    }

    public async ValueTask<NoticeTurn> ClaimAsync(NoticeClaim claim, CancellationToken cancellation)
    {
        NoticeRules.CheckOnce(claim);
        return await database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                await work.ExecuteAsync("INSERT INTO notice_channels VALUES ($1, 0, 0, '', '-infinity') ON CONFLICT DO NOTHING", claim.Channel);
                var taken = await work.ExecuteAsync(
                    "UPDATE notice_channels SET holder = $2, due = $4 WHERE channel = $1 AND seq = 0 AND (due <= $3 OR holder = $2)",
                    claim.Channel, claim.Holder, now, now + claim.Hold);
                return taken == 1 ? NoticeTurn.Mine
                    : await work.ScalarAsync<long>("SELECT seq FROM notice_channels WHERE channel = $1", claim.Channel) == 0 ? NoticeTurn.NotNow
                    : NoticeTurn.Told;
            },
            cancellation);
    }

    public async ValueTask<bool> ToldAsync(NoticeClaim claim, NoticePosition upTo, CancellationToken cancellation) =>
        await database.WriteAsync(
            work => work.ExecuteAsync(
                """
                UPDATE notice_channels SET due = $5,
                    xact = CASE WHEN (xact, seq) < ($3, $4) THEN $3 ELSE xact END, seq = CASE WHEN (xact, seq) < ($3, $4) THEN $4 ELSE seq END
                WHERE channel = $1 AND holder = $2
                """,
                claim.Channel, claim.Holder, upTo.Transaction, upTo.Sequence, time.GetStoredNow() + claim.Hold),
            cancellation) == 1;

    public async ValueTask RestAsync(NoticeClaim claim, TimeSpan pause, CancellationToken cancellation) =>
        await database.WriteAsync(
            work => work.ExecuteAsync(
                "UPDATE notice_channels SET holder = '', due = $3 WHERE channel = $1 AND holder = $2", claim.Channel, claim.Holder, time.GetStoredNow() + pause),
            cancellation);

    public ValueTask<int> EscalateAsync(int share, CancellationToken cancellation)
    {
        NoticeRules.CheckShare(share);
        return database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                var due = await work.ListAsync(
                    """
                    SELECT id FROM cases WHERE state = 'open' AND expires > $1 AND escalated < $2
                      AND created + (expires - created) * $2 / 100 <= $1 ORDER BY expires LIMIT $3 FOR UPDATE SKIP LOCKED
                    """,
                    static row => row.GetString(0),
                    now,
                    share,
                    INoticeStore.LargestPage);
                foreach (var id in due)
                {
                    await work.ExecuteAsync("UPDATE cases SET escalated = $2 WHERE id = $1", id, share);
                    await AddEventAsync(work, id, CaseEventKinds.Escalated, share.ToString(CultureInfo.InvariantCulture), now);
                }

                return due.Count;
            },
            cancellation);
    }

    public ValueTask<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                await work.ExecuteAsync($"DELETE FROM notice_channels WHERE due < $1 AND channel LIKE '{INoticeStore.Once}%'", before);
                return await work.ExecuteAsync("DELETE FROM case_events WHERE time < $1", before);
            },
            cancellation);

    internal static ValueTask<int> AddEventAsync(PostgreSqlWork work, string id, string kind, string? detail, DateTimeOffset now) =>
        work.ExecuteAsync("INSERT INTO case_events (case_id, kind, detail, time) VALUES ($1, $2, $3::text, $4)", id, kind, detail, now);

    /// <summary>Whether there is certainly nothing to take: seen without a transaction that writes.</summary>
    private ValueTask<bool> IsIdleAsync(NoticeClaim claim, CancellationToken cancellation) =>
        database.ReadAsync(
            work => work.ScalarAsync<bool>(
                $"""
                SELECT EXISTS (SELECT 1 FROM notice_channels c WHERE c.channel = $1 AND ((c.due > $3 AND c.holder <> $2)
                    OR NOT EXISTS (SELECT 1 FROM case_events e WHERE (e.xact, e.seq) > (c.xact, c.seq) AND {Settled})))
                """,
                claim.Channel,
                claim.Holder,
                time.GetStoredNow()),
            cancellation);

    private async ValueTask<IReadOnlyList<CaseEvent>> TakeAsync(PostgreSqlWork work, NoticeClaim claim, int most)
    {
        var now = time.GetStoredNow();
        await work.LockAsync($"notices over {claim.Channel}");
        await work.ExecuteAsync(
            """
            INSERT INTO notice_channels VALUES ($1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, 9223372036854775807, '', '-infinity')
            ON CONFLICT DO NOTHING
            """,
            claim.Channel);
        var rows = await work.ListAsync(
            $"""
            SELECT e.xact, e.seq, e.case_id, e.kind, e.detail, e.time FROM case_events e JOIN notice_channels c ON (e.xact, e.seq) > (c.xact, c.seq)
            WHERE c.channel = $1 AND (c.due <= $3 OR c.holder = $2) AND {Settled} ORDER BY e.xact, e.seq LIMIT $4
            """,
            static row => (
                Position: new NoticePosition(row.GetInt64(0), row.GetInt64(1)), Case: row.GetString(2), Kind: row.GetString(3),
                Detail: row.IsDBNull(4) ? null : row.GetString(4), Time: row.GetFieldValue<DateTimeOffset>(5)),
            claim.Channel,
            claim.Holder,
            now,
            most);
        if (rows.Count > 0)
        {
            await work.ExecuteAsync("UPDATE notice_channels SET holder = $2, due = $3 WHERE channel = $1", claim.Channel, claim.Holder, now + claim.Hold);
        }

        List<CaseEvent> events = [];
        foreach (var row in rows)
        {
            var found = await PostgreSqlCaseRows.FindAsync(work, NoticeRules.Id(row.Case), now, forUpdate: false);
            events.Add(new CaseEvent(found!, row.Kind, row.Detail, row.Time, row.Position));
        }

        return events;
    }
}
