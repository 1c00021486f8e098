using System.Globalization;
using Concordat.Oversight.Notices;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteNoticeStore(SqliteDatabase database, TimeProvider time) : INoticeStore
{
    public async ValueTask<IReadOnlyList<CaseEvent>> TakeAsync(NoticeClaim claim, int most, CancellationToken cancellation)
    {
        NoticeRules.Check(claim, most);
        return await IsIdleAsync(claim, cancellation)
            ? []
            : await database.WriteAsync(IReadOnlyList<CaseEvent> (connection, transaction) => Take(connection, transaction, claim, most), cancellation);
    }

    public async ValueTask<NoticeTurn> ClaimAsync(NoticeClaim claim, CancellationToken cancellation)
    {
        NoticeRules.CheckOnce(claim);
        return await database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                SqliteRun.Execute(connection, transaction, "INSERT INTO notice_channels VALUES ($channel, 0, '', 0) ON CONFLICT DO NOTHING;", ("$channel", claim.Channel));
                var taken = SqliteRun.Execute(
                    connection, transaction, "UPDATE notice_channels SET holder = $holder, due = $due WHERE channel = $channel AND seq = 0 AND (due <= $now OR holder = $holder);",
                    ("$channel", claim.Channel), ("$holder", claim.Holder), ("$now", now.ToMicroseconds()), ("$due", (now + claim.Hold).ToMicroseconds()));
                using var ask = new SqliteCommand("SELECT seq FROM notice_channels WHERE channel = $channel;", connection, transaction);
                ask.Parameters.AddWithValue("$channel", claim.Channel);
                return taken == 1 ? NoticeTurn.Mine : (long)ask.ExecuteScalar()! == 0 ? NoticeTurn.NotNow : NoticeTurn.Told;
            },
            cancellation);
    }

    public async ValueTask<bool> ToldAsync(NoticeClaim claim, NoticePosition upTo, CancellationToken cancellation) =>
        await database.WriteAsync(
            (connection, transaction) => SqliteRun.Execute(
                connection, transaction, "UPDATE notice_channels SET seq = max(seq, $seq), due = $due WHERE channel = $channel AND holder = $holder;",
                ("$channel", claim.Channel), ("$holder", claim.Holder), ("$seq", upTo.Sequence), ("$due", (time.GetStoredNow() + claim.Hold).ToMicroseconds())) == 1,
            cancellation);

    public async ValueTask RestAsync(NoticeClaim claim, TimeSpan pause, CancellationToken cancellation) =>
        await database.WriteAsync(
            (connection, transaction) => SqliteRun.Execute(
                connection, transaction, "UPDATE notice_channels SET holder = '', due = $due WHERE channel = $channel AND holder = $holder;",
                ("$channel", claim.Channel), ("$holder", claim.Holder), ("$due", (time.GetStoredNow() + pause).ToMicroseconds())),
            cancellation);

    public ValueTask<int> EscalateAsync(int share, CancellationToken cancellation)
    {
        NoticeRules.CheckShare(share);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                var due = Due(connection, transaction, share, now);
                foreach (var id in due)
                {
                    SqliteRun.Execute(connection, transaction, "UPDATE cases SET escalated = $share WHERE id = $id;", ("$share", share), ("$id", id));
                    AddEvent(connection, transaction, id, CaseEventKinds.Escalated, share.ToString(CultureInfo.InvariantCulture), now);
                }

                return due.Count;
            },
            cancellation);
    }

    public ValueTask<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) => SqliteRun.Execute(
                connection, transaction, $"DELETE FROM notice_channels WHERE due < $before AND channel LIKE '{INoticeStore.Once}%'; DELETE FROM case_events WHERE time < $before;",
                ("$before", before.ToMicroseconds())),
            cancellation);

    internal static void AddEvent(SqliteConnection connection, SqliteTransaction transaction, string id, string kind, string? detail, DateTimeOffset now) =>
        SqliteRun.Execute(
            connection, transaction, "INSERT INTO case_events (case_id, kind, detail, time) VALUES ($id, $kind, $detail, $time);",
            ("$id", id), ("$kind", kind), ("$detail", (object?)detail ?? DBNull.Value), ("$time", now.ToMicroseconds()));

    /// <summary>Whether there is certainly nothing to take: seen without the lock of those who write.</summary>
    private ValueTask<bool> IsIdleAsync(NoticeClaim claim, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    """
                    SELECT EXISTS (SELECT 1 FROM notice_channels c WHERE c.channel = $channel
                        AND ((c.due > $now AND c.holder <> $holder) OR c.seq >= (SELECT coalesce(max(seq), 0) FROM case_events)));
                    """,
                    connection,
                    transaction);
                ask.Parameters.AddWithValue("$channel", claim.Channel);
                ask.Parameters.AddWithValue("$holder", claim.Holder);
                ask.Parameters.AddWithValue("$now", time.GetStoredNow().ToMicroseconds());
                return (long)ask.ExecuteScalar()! == 1;
            },
            cancellation);

    private List<CaseEvent> Take(SqliteConnection connection, SqliteTransaction transaction, NoticeClaim claim, int most)
    {
        var now = time.GetStoredNow();
        SqliteRun.Execute(
            connection, transaction, "INSERT INTO notice_channels VALUES ($channel, (SELECT coalesce(max(seq), 0) FROM case_events), '', 0) ON CONFLICT DO NOTHING;",
            ("$channel", claim.Channel));
        using var ask = new SqliteCommand(
            """
            SELECT e.seq, e.case_id, e.kind, e.detail, e.time FROM case_events e JOIN notice_channels c ON e.seq > c.seq
            WHERE c.channel = $channel AND (c.due <= $now OR c.holder = $holder) ORDER BY e.seq LIMIT $most;
            """,
            connection,
            transaction);
        ask.Parameters.AddWithValue("$channel", claim.Channel);
        ask.Parameters.AddWithValue("$holder", claim.Holder);
        ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
        ask.Parameters.AddWithValue("$most", most);
        List<(long Sequence, string Case, string Kind, string? Detail, long Time)> rows = [];
        using (var reader = ask.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt64(4)));
            }
        }

        if (rows.Count > 0)
        {
            SqliteRun.Execute(
                connection, transaction, "UPDATE notice_channels SET holder = $holder, due = $due WHERE channel = $channel;",
                ("$channel", claim.Channel), ("$holder", claim.Holder), ("$due", (now + claim.Hold).ToMicroseconds()));
        }

        return [.. rows.Select(row => new CaseEvent(
            SqliteCaseRows.Find(connection, transaction, NoticeRules.Id(row.Case), now)!, row.Kind, row.Detail,
            StoredTime.FromMicroseconds(row.Time), new NoticePosition(0, row.Sequence)))];
    }

    private static List<string> Due(SqliteConnection connection, SqliteTransaction transaction, int share, DateTimeOffset now)
    {
        using var ask = new SqliteCommand(
            """
            SELECT id FROM cases WHERE state = 'open' AND expires > $now AND escalated < $share
              AND created + (expires - created) * $share / 100 <= $now ORDER BY expires LIMIT $most;
            """,
            connection,
            transaction);
        ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
        ask.Parameters.AddWithValue("$share", share);
        ask.Parameters.AddWithValue("$most", INoticeStore.LargestPage);
        using var reader = ask.ExecuteReader();
        List<string> due = [];
        while (reader.Read())
        {
            due.Add(reader.GetString(0));
        }

        return due;
    }
}
