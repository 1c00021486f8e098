using Concordat.Oversight.Cases;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>How cases end without a decision: with an event for those who are told, and a change for the ledger, in the same transaction.</summary>
internal static class SqliteCaseEnds
{
    /// <summary>Whether the time of any is over.</summary>
    public static bool IsAnyOver(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
    {
        using var ask = new SqliteCommand(
            "SELECT EXISTS (SELECT 1 FROM cases WHERE state = 'open' AND expires <= $now) OR EXISTS (SELECT 1 FROM cases WHERE state = 'granted' AND expires <= $now);", connection, transaction);
        ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
        return (long)ask.ExecuteScalar()! != 0;
    }

    /// <summary>Those whose time is over, the oldest first.</summary>
    public static int Expire(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now) => End(
        connection, transaction,
        """
        SELECT id FROM (SELECT id, expires FROM cases WHERE state = 'open' AND expires <= $now ORDER BY expires, id LIMIT $most)
        UNION ALL SELECT id FROM (SELECT id, expires FROM cases WHERE state = 'granted' AND expires <= $now ORDER BY expires, id LIMIT $most) LIMIT $most;
        """,
        "UPDATE cases SET state = 'expired' WHERE id = $id;", "expired", now);

    /// <summary>Those of one use case.</summary>
    public static int ExpireOf(SqliteConnection connection, SqliteTransaction transaction, string useCase, DateTimeOffset now) => End(
        connection, transaction,
        "SELECT id FROM cases WHERE state IN ('open', 'granted') AND use_case = $useCase AND expires <= $now;",
        "UPDATE cases SET state = 'expired' WHERE id = $id;", "expired", now, ("$useCase", useCase));

    /// <summary>Those of another agreement. They end now, whatever time they had left.</summary>
    /// <returns>Null where a later one is known.</returns>
    public static int? Supersede(SqliteConnection connection, SqliteTransaction transaction, AgreementInUse agreement, DateTimeOffset before, DateTimeOffset now)
    {
        var (major, minor, patch) = agreement.Numbers;
        SqliteRun.Execute(
            connection, transaction,
            """
            INSERT INTO agreement_in_use AS known (one, hash, effective, major, minor, patch) VALUES (1, $hash, $effective, $major, $minor, $patch) ON CONFLICT (one) DO UPDATE
            SET hash = excluded.hash, effective = excluded.effective, major = excluded.major, minor = excluded.minor, patch = excluded.patch
            WHERE (known.effective, known.major, known.minor, known.patch) < (excluded.effective, excluded.major, excluded.minor, excluded.patch)
              OR (known.hash = $previous
                AND (known.effective, known.major, known.minor, known.patch) = (excluded.effective, excluded.major, excluded.minor, excluded.patch));
            """,
            ("$hash", agreement.Hash), ("$effective", agreement.Effective.ToMicroseconds()), ("$major", major), ("$minor", minor), ("$patch", patch),
            ("$previous", (object?)agreement.Previous ?? DBNull.Value));
        using var ask = new SqliteCommand("SELECT hash FROM agreement_in_use;", connection, transaction);
        return (string)ask.ExecuteScalar()! == agreement.Hash ? EndOthers(connection, transaction, agreement.Hash, before, now) : null;
    }

    private static int EndOthers(SqliteConnection connection, SqliteTransaction transaction, string agreement, DateTimeOffset before, DateTimeOffset now) => End(
        connection, transaction,
        "SELECT id FROM cases WHERE state IN ('open', 'granted') AND agreement <> $agreement AND created < $before AND expires > $now LIMIT $most;",
        $"UPDATE cases SET state = 'expired', expires = $now, note = '{CaseRules.Superseded}' WHERE id = $id;", CaseRules.Superseded, now,
        ("$agreement", agreement), ("$before", before.ToMicroseconds()));

    /// <summary>An open one that whoever asked takes back.</summary>
    public static CaseResult TakeBack(SqliteConnection connection, SqliteTransaction transaction, CaseId id, string by, DateTimeOffset now)
    {
        var present = SqliteCaseRows.Find(connection, transaction, id, now);
        if (CaseRules.FaultOfTakingBack(present, id) is { } error)
        {
            return CaseResult.Refused(error);
        }

        SqliteRun.Execute(
            connection, transaction, "UPDATE cases SET state = 'withdrawn', expires = $now WHERE id = $id;", ("$id", id.Value), ("$now", now.ToMicroseconds()));
        SqliteRun.Execute(
            connection, transaction,
            "INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time) SELECT 'case-end', 'withdrawn', id, use_case, $by, expires FROM cases WHERE id = $id;",
            ("$by", by), ("$id", id.Value));
        return CaseResult.Done(present! with { State = CaseState.Withdrawn, Expires = now });
    }

    private static int End(
        SqliteConnection connection, SqliteTransaction transaction, string find, string end, string act, DateTimeOffset now, params (string Name, object Value)[] more)
    {
        List<string> due = [];
        using (var ask = new SqliteCommand { Connection = connection, Transaction = transaction })
        {
#pragma warning disable CA2100 // put together from the constants above
            ask.CommandText = find;
#pragma warning restore CA2100
            ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
            ask.Parameters.AddWithValue("$most", CaseRules.MostEnded);
            foreach (var (name, value) in more)
            {
                ask.Parameters.AddWithValue(name, value);
            }

            using var reader = ask.ExecuteReader();
            while (reader.Read())
            {
                due.Add(reader.GetString(0));
            }
        }

        foreach (var id in due)
        {
            SqliteRun.Execute(connection, transaction, end, ("$id", id), ("$now", now.ToMicroseconds()));
            SqliteRun.Execute(
                connection, transaction,
                "INSERT INTO unrecorded_changes (kind, act, subject, use_case, time) SELECT 'case-end', $act, id, use_case, expires FROM cases WHERE id = $id;",
                ("$act", act), ("$id", id));
        }

        return due.Count;
    }
}
