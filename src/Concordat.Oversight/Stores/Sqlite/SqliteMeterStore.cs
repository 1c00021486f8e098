using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteMeterStore(SqliteDatabase database) : IMeterStore
{
    public ValueTask<MeterReading> ReserveAsync(
        MeterSubject subject, IReadOnlyList<PersonKey> persons, bool broad, Func<MeterReading, bool> keep, DateTimeOffset now, CancellationToken cancellation)
    {
        MeterRules.Check(subject, persons, keep);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                transaction.Save("look_up");
                var rows = new SqliteMeterRows(connection, transaction);
                var reading = Count(rows, subject, persons, broad, Minute(rows, now));
                if (!keep(reading))
                {
                    transaction.Rollback("look_up");
                }

                return reading;
            },
            cancellation);
    }

    public ValueTask<WindowCounts> ReadAsync(string useCase, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, MeterRules.LongestName);
        return database.ReadAsync(
            (connection, transaction) =>
                new SqliteMeterRows(connection, transaction).Read(MeterSubject.UseCasePrefix + useCase, MeterWindow.MinuteOf(now)),
            cancellation);
    }

    public ValueTask<EventCounts> CountForceAsync(string useCase, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, MeterRules.LongestName);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var rows = new SqliteMeterRows(connection, transaction);
                var scope = MeterSubject.UseCasePrefix + useCase;
                rows.Execute(MeterSql.AddEvent, scope, MeterSql.Force, MeterWindow.MinuteOf(now));
                return rows.CountEvents(scope, MeterSql.Force, MeterWindow.MinuteOf(now));
            },
            cancellation);
    }

    public ValueTask<ApprovalPace> ReadApprovalsAsync(string useCase, TimeSpan haste, DateTimeOffset now, CancellationToken cancellation)
    {
        Text.Bounded(useCase, MeterRules.LongestName);
        return database.ReadAsync(
            (connection, transaction) =>
            {
                using var ask = new SqliteMeterRows(connection, transaction).Command(
                    MeterSql.CountApprovals, useCase, MeterRules.FirstApproval(now).ToMicroseconds(), haste.Ticks / TimeSpan.TicksPerMicrosecond);
                using var row = ask.ExecuteReader();
                row.Read();
                return new ApprovalPace(row.GetInt64(0), row.GetInt64(1));
            },
            cancellation);
    }

    public async ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await database.WriteAsync(
            (connection, transaction) =>
            {
                var rows = new SqliteMeterRows(connection, transaction);
                foreach (var (sql, before) in MeterRules.Sweep(MeterWindow.MinuteOf(now)))
                {
                    rows.Execute(sql, before);
                }

                return true;
            },
            cancellation);

        // each time: a reader may have kept the sweep before from emptying the log
        await database.TruncateLogAsync(cancellation);
    }

    private static MeterReading Count(SqliteMeterRows rows, MeterSubject subject, IReadOnlyList<PersonKey> persons, bool broad, long minute)
    {
        var epoch = MeterWindow.EpochOf(minute);
        var hashed = new HashedPersons(persons, rows.FindKey(epoch) ?? rows.AddKey(epoch), rows.FindKey(epoch - 1));
        foreach (var scope in subject.Scopes)
        {
            rows.Remember(scope, hashed, minute);
        }

        if (broad)
        {
            rows.Execute(MeterSql.AddEvent, subject.UseCaseScope, MeterSql.Broad, minute);
        }

        return new MeterReading(
            rows.Count(subject.UseCaseScope, minute),
            rows.Count(subject.CallerScope, minute),
            rows.Count(subject.PurposeScope, minute),
            rows.Joined(subject.UseCaseScope, hashed, minute - MeterWindow.MonthMinutes),
            rows.CountEvents(subject.UseCaseScope, MeterSql.Broad, minute));
    }

    /// <summary>The minute by the clock, or the first of the next epoch where another process, a little ahead, has begun it.</summary>
    private static long Minute(SqliteMeterRows rows, DateTimeOffset now)
    {
        var minute = MeterWindow.MinuteOf(now);
        var next = MeterWindow.EpochOf(minute) + 1;
        return rows.FindKey(next) is null ? minute : MeterWindow.FirstMinuteOfEpoch(next);
    }
}
