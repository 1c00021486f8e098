using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlMeterStore(PostgreSqlDatabase database) : IMeterStore
{
    public ValueTask<long> ReserveAsync(
        string useCase, IReadOnlyList<PersonKey> persons, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, 128);
        ArgumentNullException.ThrowIfNull(persons);
        return persons.Count == 0
            ? database.ReadAsync(work => CountAsync(work, useCase, MeterWindow.DayOf(now)), cancellation)
            : database.WriteAsync(
                async work =>
                {
                    await work.LockAsync($"meter of {useCase}");
                    var today = await TodayAsync(work, useCase, now);
                    var epoch = MeterWindow.EpochOf(today);
                    if (await FindKeyAsync(work, useCase, epoch - 1) is { } former)
                    {
                        await work.ExecuteAsync(
                            "DELETE FROM meter_persons WHERE use_case = $1 AND epoch = $2 AND person = ANY ($3)",
                            useCase,
                            epoch - 1,
                            PersonHashes.Of(former, persons));
                    }

                    var key = await FindKeyAsync(work, useCase, epoch) ?? await AddKeyAsync(work, useCase, epoch);
                    await work.ExecuteAsync(
                        """
                        INSERT INTO meter_persons (use_case, epoch, person, day) SELECT DISTINCT $1, $2, unnest($3), $4
                        ON CONFLICT (use_case, epoch, person) DO UPDATE SET day = excluded.day WHERE meter_persons.day < excluded.day
                        """,
                        useCase,
                        epoch,
                        PersonHashes.Of(key, persons),
                        today);
                    return await CountAsync(work, useCase, today);
                },
                cancellation);
    }

    public ValueTask<long> CountAsync(
        string useCase, IReadOnlyList<PersonKey> persons, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, 128);
        ArgumentNullException.ThrowIfNull(persons);
        return database.ReadAsync(
            async work =>
            {
                var today = await TodayAsync(work, useCase, now);
                var found = new NewPersons(persons);
                for (var epoch = MeterWindow.EpochOf(today) - 1; epoch <= MeterWindow.EpochOf(today); epoch++)
                {
                    if (await FindKeyAsync(work, useCase, epoch) is { } key)
                    {
                        var hashes = found.Under(key);
                        found.Mark(hashes, await work.ListAsync(
                            "SELECT person FROM meter_persons WHERE use_case = $1 AND epoch = $2 AND day >= $3 AND person = ANY ($4)",
                            row => row.GetFieldValue<byte[]>(0),
                            useCase,
                            epoch,
                            MeterWindow.FirstDayOf(today),
                            hashes));
                    }
                }

                return await CountAsync(work, useCase, today) + found.Count();
            },
            cancellation);
    }

    /// <remarks>The server keeps deleted rows in its files until vacuum and in its log until that is recycled.</remarks>
    public async ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var today = MeterWindow.DayOf(now);
        await database.WriteAsync(
            async work =>
            {
                await work.ExecuteAsync("DELETE FROM meter_persons WHERE day < $1", MeterWindow.FirstDayOf(today));
                return await work.ExecuteAsync(
                    """
                    DELETE FROM meter_keys k WHERE epoch < $1 AND NOT EXISTS (
                        SELECT 1 FROM meter_persons p WHERE p.use_case = k.use_case AND p.epoch = k.epoch)
                    """,
                    MeterWindow.EpochOf(today));
            },
            cancellation);
    }

    /// <summary>The day by the clock, or the first of the next epoch where another node, a little ahead, has begun it.</summary>
    private static async ValueTask<long> TodayAsync(PostgreSqlWork work, string useCase, DateTimeOffset now)
    {
        var today = MeterWindow.DayOf(now);
        var next = MeterWindow.EpochOf(today) + 1;
        return await FindKeyAsync(work, useCase, next) is null ? today : MeterWindow.FirstDayOfEpoch(next);
    }

    private static ValueTask<byte[]?> FindKeyAsync(PostgreSqlWork work, string useCase, long epoch) =>
        work.ScalarAsync<byte[]?>("SELECT key FROM meter_keys WHERE use_case = $1 AND epoch = $2", useCase, epoch);

    private static async ValueTask<byte[]> AddKeyAsync(PostgreSqlWork work, string useCase, long epoch)
    {
        var key = PersonHashes.NewKey();
        await work.ExecuteAsync("INSERT INTO meter_keys (use_case, epoch, key) VALUES ($1, $2, $3)", useCase, epoch, key);
        return key;
    }

    private static ValueTask<long> CountAsync(PostgreSqlWork work, string useCase, long today) =>
        work.ScalarAsync<long>(
            "SELECT count(*) FROM meter_persons WHERE use_case = $1 AND day >= $2", useCase, MeterWindow.FirstDayOf(today));
}
