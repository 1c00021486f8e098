using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>The rows of the meters inside one transaction.</summary>
internal sealed class PostgreSqlMeterRows(PostgreSqlWork work)
{
    /// <summary>The keys of an epoch and of those after it.</summary>
    public async ValueTask<Dictionary<long, byte[]>> KeysAsync(long first) => (await work.ListAsync(
        "SELECT epoch, key FROM meter_epochs WHERE epoch >= $1",
        row => (Epoch: row.GetInt64(0), Key: row.GetFieldValue<byte[]>(1)),
        first)).ToDictionary(found => found.Epoch, found => found.Key);

    /// <summary>Adds the key of an epoch, or finds the one that another node has just added.</summary>
    public async ValueTask<byte[]> AddKeyAsync(long epoch)
    {
        await work.ExecuteAsync("INSERT INTO meter_epochs (epoch, key) VALUES ($1, $2) ON CONFLICT DO NOTHING", epoch, PersonHashes.NewKey());
        return (await KeysAsync(epoch))[epoch];
    }

    /// <summary>Moves the persons to the present minute, and from the former key to the present one.</summary>
    public async ValueTask RememberAsync(string[] scopes, HashedPersons persons, long minute)
    {
        if (persons.HasFormer)
        {
            await work.ExecuteAsync("DELETE FROM meter_seen WHERE scope = ANY ($1) AND person = ANY ($2)", scopes, persons.Former);
        }

        await work.ExecuteAsync(
            """
            INSERT INTO meter_seen (scope, person, minute) SELECT s, p, $3 FROM unnest($1::text[]) s, unnest($2::bytea[]) p
            ON CONFLICT (scope, person) DO UPDATE SET minute = excluded.minute WHERE meter_seen.minute < excluded.minute
            """,
            scopes,
            persons.Present,
            minute);
    }

    /// <summary>How many of the persons other use cases have looked up since a minute.</summary>
    public ValueTask<long> JoinedAsync(string useCaseScope, HashedPersons persons, long since) => work.ScalarAsync<long>(
        """
        SELECT count(*) FROM unnest($1::bytea[], $2::bytea[]) AS p (present, former) WHERE EXISTS (
            SELECT 1 FROM meter_seen s
            WHERE s.person IN (p.present, p.former) AND s.minute >= $3 AND s.scope <> $4 AND substr(s.scope, 1, length($5)) = $5)
        """,
        persons.Present,
        persons.Former,
        since,
        useCaseScope,
        MeterSubject.UseCasePrefix);

    /// <summary>Counts scopes, those made smaller first that have grown too large.</summary>
    public async ValueTask<Dictionary<string, WindowCounts>> CountAsync(string[] scopes, long minute)
    {
        Dictionary<string, WindowCounts> counts = new(StringComparer.Ordinal);
        foreach (var (scope, tail, rows) in await CountRowsAsync(scopes, minute))
        {
            counts[scope] = tail.Counts(rows);
            if (rows[4] > MeterWindow.MostPart || tail.Boundary >= minute)
            {
                await TrimAsync(scope, tail, rows[4]);
                var (_, trimmed, left) = (await CountRowsAsync([scope], minute))[0];
                counts[scope] = trimmed.Counts(left);
            }
        }

        return counts;
    }

    /// <summary>Counts one scope as it is.</summary>
    public async ValueTask<WindowCounts> ReadAsync(string scope, long minute)
    {
        var (_, tail, rows) = (await CountRowsAsync([scope], minute))[0];
        return tail.Counts(rows);
    }

    public ValueTask<int> AddEventAsync(string scope, string kind, long minute) => work.ExecuteAsync(MeterSql.AddEvent, scope, kind, minute);

    public async ValueTask<EventCounts> CountEventsAsync(string scope, string kind, long minute)
    {
        var rows = await work.ListAsync(
            MeterSql.CountEvents,
            row => new EventCounts(row.GetInt64(0), row.GetInt64(1)),
            scope,
            kind,
            minute - MeterWindow.HourMinutes,
            minute - MeterWindow.DayMinutes);
        return rows[0];
    }

    private ValueTask<List<(string Scope, MeterTail Tail, long[] Rows)>> CountRowsAsync(string[] scopes, long minute) => work.ListAsync(
        """
        SELECT s.scope, coalesce(t.boundary, -1), coalesce(t.level, 0), c.*
        FROM unnest($1::text[]) AS s (scope) LEFT JOIN meter_tails t ON t.scope = s.scope CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE minute > coalesce(t.boundary, -1) AND minute >= $2),
                count(*) FILTER (WHERE minute <= coalesce(t.boundary, -1) AND minute >= $2),
                count(*) FILTER (WHERE minute > coalesce(t.boundary, -1) AND minute >= $3),
                count(*) FILTER (WHERE minute <= coalesce(t.boundary, -1) AND minute >= $3),
                count(*) FILTER (WHERE minute > coalesce(t.boundary, -1)), count(*) FILTER (WHERE minute <= coalesce(t.boundary, -1))
            FROM meter_seen m WHERE m.scope = s.scope AND minute >= $4) AS c
        """,
        row => (row.GetString(0), new MeterTail(row.GetInt64(1), row.GetInt32(2)), Enumerable.Range(3, 6).Select(row.GetInt64).ToArray()),
        scopes,
        minute - MeterWindow.HourMinutes,
        minute - MeterWindow.DayMinutes,
        minute - MeterWindow.MonthMinutes);

    private async ValueTask TrimAsync(string scope, MeterTail tail, long recent)
    {
        if (recent > MeterWindow.MostPart)
        {
            tail = tail with { Boundary = await work.ScalarAsync<long>(MeterSql.NthLatest, scope, (long)MeterWindow.Exact) };
        }

        if (tail.Level > 0)
        {
            await work.ExecuteAsync(MeterSql.Thin, scope, tail.Boundary, MeterWindow.Threshold(tail.Level));
        }

        while (await work.ScalarAsync<long>(MeterSql.CountTail, scope, tail.Boundary) > MeterWindow.MostPart)
        {
            tail = tail.Thinner;
            await work.ExecuteAsync(MeterSql.Thin, scope, tail.Boundary, MeterWindow.Threshold(tail.Level));
        }

        await work.ExecuteAsync(MeterSql.KeepTail, scope, tail.Boundary, tail.Level);
    }
}
