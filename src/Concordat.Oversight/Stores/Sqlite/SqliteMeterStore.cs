using Concordat.Oversight.Meters;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteMeterStore(SqliteDatabase database) : IMeterStore
{
    public ValueTask<long> ReserveAsync(
        string useCase, IReadOnlyList<PersonKey> persons, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, 128);
        ArgumentNullException.ThrowIfNull(persons);
        return persons.Count == 0
            ? database.ReadAsync(
                (connection, transaction) => Count(connection, transaction, useCase, MeterWindow.DayOf(now)), cancellation)
            : database.WriteAsync(
                (connection, transaction) =>
                {
                    var today = Today(connection, transaction, useCase, now);
                    var epoch = MeterWindow.EpochOf(today);
                    if (FindKey(connection, transaction, useCase, epoch - 1) is { } former)
                    {
                        Forget(connection, transaction, useCase, epoch - 1, PersonHashes.Of(former, persons));
                    }

                    var key = FindKey(connection, transaction, useCase, epoch) ?? AddKey(connection, transaction, useCase, epoch);
                    Remember(connection, transaction, useCase, epoch, PersonHashes.Of(key, persons), today);
                    return Count(connection, transaction, useCase, today);
                },
                cancellation);
    }

    public ValueTask<long> CountAsync(
        string useCase, IReadOnlyList<PersonKey> persons, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, 128);
        ArgumentNullException.ThrowIfNull(persons);
        return database.ReadAsync(
            (connection, transaction) =>
            {
                var today = Today(connection, transaction, useCase, now);
                var found = new NewPersons(persons);
                for (var epoch = MeterWindow.EpochOf(today) - 1; epoch <= MeterWindow.EpochOf(today); epoch++)
                {
                    if (FindKey(connection, transaction, useCase, epoch) is { } key)
                    {
                        var hashes = found.Under(key);
                        found.Mark(hashes, hashes.Where(hash => IsHeld(connection, transaction, useCase, epoch, hash, today)));
                    }
                }

                return Count(connection, transaction, useCase, today) + found.Count();
            },
            cancellation);
    }

    public async ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var today = MeterWindow.DayOf(now);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                using var sweep = new SqliteCommand(
                    """
                    DELETE FROM meter_persons WHERE day < $first;
                    DELETE FROM meter_keys WHERE epoch < $epoch AND NOT EXISTS (
                        SELECT 1 FROM meter_persons p WHERE p.use_case = meter_keys.use_case AND p.epoch = meter_keys.epoch);
                    """,
                    connection,
                    transaction);
                sweep.Parameters.AddWithValue("$first", MeterWindow.FirstDayOf(today));
                sweep.Parameters.AddWithValue("$epoch", MeterWindow.EpochOf(today));
                return sweep.ExecuteNonQuery();
            },
            cancellation);

        // each time: a reader may have kept the sweep before from emptying the log
        await database.TruncateLogAsync(cancellation);
    }

    /// <summary>The day by the clock, or the first of the next epoch where another process, a little ahead, has begun it.</summary>
    private static long Today(SqliteConnection connection, SqliteTransaction transaction, string useCase, DateTimeOffset now)
    {
        var today = MeterWindow.DayOf(now);
        var next = MeterWindow.EpochOf(today) + 1;
        return FindKey(connection, transaction, useCase, next) is null ? today : MeterWindow.FirstDayOfEpoch(next);
    }

    private static byte[]? FindKey(SqliteConnection connection, SqliteTransaction transaction, string useCase, long epoch)
    {
        using var ask = new SqliteCommand(
            "SELECT key FROM meter_keys WHERE use_case = $useCase AND epoch = $epoch;", connection, transaction);
        ask.Parameters.AddWithValue("$useCase", useCase);
        ask.Parameters.AddWithValue("$epoch", epoch);
        return (byte[]?)ask.ExecuteScalar();
    }

    private static byte[] AddKey(SqliteConnection connection, SqliteTransaction transaction, string useCase, long epoch)
    {
        var key = PersonHashes.NewKey();
        using var insert = new SqliteCommand(
            "INSERT INTO meter_keys (use_case, epoch, key) VALUES ($useCase, $epoch, $key);", connection, transaction);
        insert.Parameters.AddWithValue("$useCase", useCase);
        insert.Parameters.AddWithValue("$epoch", epoch);
        insert.Parameters.AddWithValue("$key", key);
        insert.ExecuteNonQuery();
        return key;
    }

    private static void Forget(
        SqliteConnection connection, SqliteTransaction transaction, string useCase, long epoch, byte[][] persons)
    {
        using var delete = new SqliteCommand(
            "DELETE FROM meter_persons WHERE use_case = $useCase AND epoch = $epoch AND person = $person;", connection, transaction);
        delete.Parameters.AddWithValue("$useCase", useCase);
        delete.Parameters.AddWithValue("$epoch", epoch);
        ForEach(delete, persons);
    }

    private static void Remember(
        SqliteConnection connection, SqliteTransaction transaction, string useCase, long epoch, byte[][] persons, long today)
    {
        using var upsert = new SqliteCommand(
            """
            INSERT INTO meter_persons (use_case, epoch, person, day) VALUES ($useCase, $epoch, $person, $today)
            ON CONFLICT DO UPDATE SET day = excluded.day WHERE day < excluded.day;
            """,
            connection,
            transaction);
        upsert.Parameters.AddWithValue("$useCase", useCase);
        upsert.Parameters.AddWithValue("$epoch", epoch);
        upsert.Parameters.AddWithValue("$today", today);
        ForEach(upsert, persons);
    }

    private static void ForEach(SqliteCommand command, byte[][] persons)
    {
        var parameter = command.Parameters.Add("$person", SqliteType.Blob);
        foreach (var person in persons)
        {
            parameter.Value = person;
            command.ExecuteNonQuery();
        }
    }

    private static bool IsHeld(
        SqliteConnection connection, SqliteTransaction transaction, string useCase, long epoch, byte[] person, long today)
    {
        using var ask = new SqliteCommand(
            "SELECT 1 FROM meter_persons WHERE use_case = $useCase AND epoch = $epoch AND person = $person AND day >= $first;", connection, transaction);
        ask.Parameters.AddWithValue("$useCase", useCase);
        ask.Parameters.AddWithValue("$epoch", epoch);
        ask.Parameters.AddWithValue("$person", person);
        ask.Parameters.AddWithValue("$first", MeterWindow.FirstDayOf(today));
        return ask.ExecuteScalar() is not null;
    }

    private static long Count(SqliteConnection connection, SqliteTransaction transaction, string useCase, long today)
    {
        using var count = new SqliteCommand(
            "SELECT count(*) FROM meter_persons WHERE use_case = $useCase AND day >= $first;", connection, transaction);
        count.Parameters.AddWithValue("$useCase", useCase);
        count.Parameters.AddWithValue("$first", MeterWindow.FirstDayOf(today));
        return (long)count.ExecuteScalar()!;
    }
}
