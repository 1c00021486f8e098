using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlMeterStore(PostgreSqlDatabase database) : IMeterStore
{
    public ValueTask<MeterReading> ReserveAsync(
        MeterSubject subject, IReadOnlyList<PersonKey> persons, bool broad, Func<MeterReading, bool> keep, DateTimeOffset now, CancellationToken cancellation)
    {
        MeterRules.Check(subject, persons, keep);
        return database.WriteAsync(
            async work =>
            {
                // always in the same order, so that no two look-ups wait for each other
                await work.ExecuteAsync(
                    "SELECT pg_advisory_xact_lock(hashtextextended('meter of ' || s, 0)) FROM unnest($1::text[]) s", (object)subject.Scopes);
                var rows = new PostgreSqlMeterRows(work);
                var reading = await CountAsync(rows, subject, persons, broad, MeterWindow.MinuteOf(now));
                if (!keep(reading))
                {
                    work.Undo();
                }

                return reading;
            },
            cancellation);
    }

    public ValueTask<WindowCounts> ReadAsync(string useCase, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, MeterRules.LongestName);
        return database.ReadAsync(
            work => new PostgreSqlMeterRows(work).ReadAsync(MeterSubject.UseCasePrefix + useCase, MeterWindow.MinuteOf(now)), cancellation);
    }

    public ValueTask<EventCounts> CountForceAsync(string useCase, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, MeterRules.LongestName);
        return database.WriteAsync(
            async work =>
            {
                var scope = MeterSubject.UseCasePrefix + useCase;
                await work.LockAsync($"force of {scope}");
                var rows = new PostgreSqlMeterRows(work);
                await rows.AddEventAsync(scope, MeterSql.Force, MeterWindow.MinuteOf(now));
                return await rows.CountEventsAsync(scope, MeterSql.Force, MeterWindow.MinuteOf(now));
            },
            cancellation);
    }

    public ValueTask<ApprovalPace> ReadApprovalsAsync(string useCase, TimeSpan haste, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, MeterRules.LongestName);
        return database.ReadAsync(
            async work =>
            {
                var rows = await work.ListAsync(
                    MeterSql.CountApprovals,
                    row => new ApprovalPace(row.GetInt64(0), row.GetInt64(1)),
                    useCase,
                    MeterRules.FirstApproval(now),
                    haste);
                return rows[0];
            },
            cancellation);
    }

    /// <remarks>The server keeps deleted rows in its files until vacuum and in its log until that is recycled.</remarks>
    public async ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation) =>
        await database.WriteAsync(
            async work =>
            {
                foreach (var (sql, before) in MeterRules.Sweep(MeterWindow.MinuteOf(now)))
                {
                    await work.ExecuteAsync(sql, before);
                }

                return true;
            },
            cancellation);

    private static async ValueTask<MeterReading> CountAsync(
        PostgreSqlMeterRows rows, MeterSubject subject, IReadOnlyList<PersonKey> persons, bool broad, long minute)
    {
        var epoch = MeterWindow.EpochOf(minute);
        var keys = await rows.KeysAsync(epoch - 1);
        if (keys.ContainsKey(epoch + 1))
        {
            // another node, a little ahead, has begun the next epoch
            minute = MeterWindow.FirstMinuteOfEpoch(++epoch);
        }

        var hashed = new HashedPersons(persons, keys.GetValueOrDefault(epoch) ?? await rows.AddKeyAsync(epoch), keys.GetValueOrDefault(epoch - 1));
        await rows.RememberAsync(subject.Scopes, hashed, minute);
        if (broad)
        {
            await rows.AddEventAsync(subject.UseCaseScope, MeterSql.Broad, minute);
        }

        var counts = await rows.CountAsync(subject.Scopes, minute);
        return new MeterReading(
            counts[subject.UseCaseScope],
            counts[subject.CallerScope],
            counts[subject.PurposeScope],
            await rows.JoinedAsync(subject.UseCaseScope, hashed, minute - MeterWindow.MonthMinutes),
            await rows.CountEventsAsync(subject.UseCaseScope, MeterSql.Broad, minute));
    }
}
