using Concordat.Oversight.Meters;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>The rows of the meters inside one transaction.</summary>
internal sealed class SqliteMeterRows(SqliteConnection connection, SqliteTransaction transaction)
{
    public byte[]? FindKey(long epoch)
    {
        using var ask = Command(MeterSql.FindKey, epoch);
        return (byte[]?)ask.ExecuteScalar();
    }

    public byte[] AddKey(long epoch)
    {
        var key = PersonHashes.NewKey();
        Execute("INSERT INTO meter_epochs (epoch, key) VALUES ($1, $2)", epoch, key);
        return key;
    }

    /// <summary>Moves the persons to the present minute, and from the former key to the present one.</summary>
    public void Remember(string scope, HashedPersons persons, long minute)
    {
        if (persons.HasFormer)
        {
            ForEach("DELETE FROM meter_seen WHERE scope = $1 AND person = $2", persons.Former, scope);
        }

        ForEach(
            """
            INSERT INTO meter_seen (scope, person, minute) VALUES ($1, $2, $3)
            ON CONFLICT (scope, person) DO UPDATE SET minute = excluded.minute WHERE minute < excluded.minute
            """,
            persons.Present,
            scope,
            minute);
    }

    /// <summary>How many of the persons other use cases have looked up since a minute.</summary>
    public long Joined(string useCaseScope, HashedPersons persons, long since)
    {
        using var ask = Command(
            """
            SELECT EXISTS (SELECT 1 FROM meter_seen
                WHERE person IN ($1, $2) AND minute >= $3 AND scope <> $4 AND substr(scope, 1, length($5)) = $5)
            """,
            Array.Empty<byte>(),
            Array.Empty<byte>(),
            since,
            useCaseScope,
            MeterSubject.UseCasePrefix);
        var joined = 0L;
        for (var i = 0; i < persons.Present.Length; i++)
        {
            ask.Parameters[0].Value = persons.Present[i];
            ask.Parameters[1].Value = persons.Former[i];
            joined += (long)ask.ExecuteScalar()!;
        }

        return joined;
    }

    /// <summary>Counts one scope, made smaller first where it has grown too large.</summary>
    public WindowCounts Count(string scope, long minute)
    {
        var tail = FindTail(scope);
        var rows = CountRows(scope, tail, minute);
        if (rows[4] <= MeterWindow.MostPart && tail.Boundary < minute)
        {
            return tail.Counts(rows);
        }

        tail = Trim(scope, tail, rows[4]);
        return tail.Counts(CountRows(scope, tail, minute));
    }

    /// <summary>Counts one scope as it is.</summary>
    public WindowCounts Read(string scope, long minute)
    {
        var tail = FindTail(scope);
        return tail.Counts(CountRows(scope, tail, minute));
    }

    public EventCounts CountEvents(string scope, string kind, long minute)
    {
        using var ask = Command(MeterSql.CountEvents, scope, kind, minute - MeterWindow.HourMinutes, minute - MeterWindow.DayMinutes);
        using var row = ask.ExecuteReader();
        row.Read();
        return new EventCounts(row.GetInt64(0), row.GetInt64(1));
    }

    public int Execute(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public SqliteCommand Command(string sql, params object[] values)
    {
#pragma warning disable CA2100 // callers pass constants; values go into parameters
        var command = new SqliteCommand(sql, connection, transaction);
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        return command;
    }

    private MeterTail FindTail(string scope)
    {
        using var ask = Command(MeterSql.FindTail, scope);
        using var row = ask.ExecuteReader();
        return row.Read() ? new MeterTail(row.GetInt64(0), row.GetInt32(1)) : MeterTail.None;
    }

    private long[] CountRows(string scope, MeterTail tail, long minute)
    {
        using var ask = Command(
            MeterSql.Count,
            scope,
            tail.Boundary,
            minute - MeterWindow.HourMinutes,
            minute - MeterWindow.DayMinutes,
            minute - MeterWindow.MonthMinutes);
        using var row = ask.ExecuteReader();
        row.Read();
        return [.. Enumerable.Range(0, 6).Select(row.GetInt64)];
    }

    private MeterTail Trim(string scope, MeterTail tail, long recent)
    {
        if (recent > MeterWindow.MostPart)
        {
            tail = tail with { Boundary = Scalar(MeterSql.NthLatest, scope, MeterWindow.Exact) };
        }

        if (tail.Level > 0)
        {
            Execute(MeterSql.Thin, scope, tail.Boundary, MeterWindow.Threshold(tail.Level));
        }

        while (Scalar(MeterSql.CountTail, scope, tail.Boundary) > MeterWindow.MostPart)
        {
            tail = tail.Thinner;
            Execute(MeterSql.Thin, scope, tail.Boundary, MeterWindow.Threshold(tail.Level));
        }

        Execute(MeterSql.KeepTail, scope, tail.Boundary, tail.Level);
        return tail;
    }

    private long Scalar(string sql, params object[] values)
    {
        using var ask = Command(sql, values);
        return (long)ask.ExecuteScalar()!;
    }

    /// <summary>Runs a statement once for each hash, which is its second parameter.</summary>
    private void ForEach(string sql, byte[][] hashes, string scope, params long[] rest)
    {
        using var command = Command(sql, [scope, Array.Empty<byte>(), .. rest.Cast<object>()]);
        foreach (var hash in hashes)
        {
            command.Parameters[1].Value = hash;
            command.ExecuteNonQuery();
        }
    }
}
