using Concordat.Oversight.Cases;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteCaseStore(SqliteDatabase database, TimeProvider time) : ICaseStore
{
    public ValueTask<CaseResult> OpenAsync(CaseOpening opening, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                CaseRules.Check(opening, now);

                // the lapsed ones make room, for a new case on the same action and in the count
                using var lapse = new SqliteCommand(
                    "UPDATE cases SET state = 'expired' WHERE state = 'open' AND use_case = $useCase AND expires <= $now;",
                    connection,
                    transaction);
                lapse.Parameters.AddWithValue("$useCase", opening.Action.UseCase);
                lapse.Parameters.AddWithValue("$now", now.ToMicroseconds());
                lapse.ExecuteNonQuery();

                if (SqliteCaseRows.FindOpen(connection, transaction, opening, now) is { } present)
                {
                    return CaseResult.Done(present);
                }

                using var count = new SqliteCommand(
                    "SELECT count(*) FROM cases WHERE state = 'open' AND use_case = $useCase;", connection, transaction);
                count.Parameters.AddWithValue("$useCase", opening.Action.UseCase);
                if ((long)count.ExecuteScalar()! >= CaseRules.MostOpen)
                {
                    return CaseResult.Refused(CaseRules.TooManyOpen(opening.Action.UseCase));
                }

                var opened = CaseDraft.Open(opening, time, now);
                SqliteCaseRows.Insert(connection, transaction, opened);
                return CaseResult.Done(opened);
            },
            cancellation);
    }

    public ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) => SqliteCaseRows.Find(connection, transaction, id, time.GetStoredNow()), cancellation);

    public ValueTask<CasePage> ListAsync(CaseFilter filter, CaseId? before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CaseRules.LargestPage);
        return database.ReadAsync(
            (connection, transaction) =>
                CasePaging.Cut(
                    SqliteCaseRows.List(connection, transaction, filter, before, limit + 1, time.GetStoredNow()), limit),
            cancellation);
    }

    public ValueTask<long> CountOpenAsync(CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                using var count = new SqliteCommand(
                    "SELECT count(*) FROM cases WHERE state = 'open' AND expires > $now;", connection, transaction);
                count.Parameters.AddWithValue("$now", time.GetStoredNow().ToMicroseconds());
                return (long)count.ExecuteScalar()!;
            },
            cancellation);

    public ValueTask<CaseResult> DecideAsync(
        CaseId id, CaseDecision decision, string by, string? note, CancellationToken cancellation)
    {
        CaseRules.CheckDecision(by, note);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                if (SqliteCaseRows.Find(connection, transaction, id, now) is not { } present)
                {
                    return CaseResult.Refused(CaseRules.NotFound(id));
                }

                if (CaseRules.Check(present, decision) is { } error)
                {
                    return CaseResult.Refused(error);
                }

                var decided = CaseDraft.Decide(present, decision, by, note, now);
                using var update = new SqliteCommand(
                    "UPDATE cases SET state = $state, decided = $decided, decided_by = $by, note = $note WHERE id = $id AND state = 'open';",
                    connection,
                    transaction);
                update.Parameters.AddWithValue("$state", CaseNames.Of(decided.State));
                update.Parameters.AddWithValue("$decided", now.ToMicroseconds());
                update.Parameters.AddWithValue("$by", by);
                update.Parameters.AddWithValue("$note", (object?)note ?? DBNull.Value);
                update.Parameters.AddWithValue("$id", id.Value);
                return update.ExecuteNonQuery() == 1
                    ? CaseResult.Done(decided)
                    : throw new InvalidOperationException($"case `{id}` changed inside its own transaction");
            },
            cancellation);
    }

    public ValueTask<ConsumeOutcome> TryConsumeAsync(CaseId id, HeldAction action, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(action);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                var outcome = CaseRules.Consume(SqliteCaseRows.Find(connection, transaction, id, now), action, now);
                if (outcome != ConsumeOutcome.Consumed)
                {
                    return outcome;
                }

                using var release = new SqliteCommand(
                    "UPDATE cases SET released = $now WHERE id = $id AND state = 'granted' AND released IS NULL;", connection, transaction);
                release.Parameters.AddWithValue("$now", now.ToMicroseconds());
                release.Parameters.AddWithValue("$id", id.Value);
                return release.ExecuteNonQuery() == 1 ? ConsumeOutcome.Consumed : ConsumeOutcome.AlreadyConsumed;
            },
            cancellation);
    }
}
