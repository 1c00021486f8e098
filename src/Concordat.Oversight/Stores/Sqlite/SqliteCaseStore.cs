using Concordat.Oversight.Cases;
using Concordat.Oversight.Notices;
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
                SqliteCaseEnds.ExpireOf(connection, transaction, opening.Action.UseCase, now);

                if (SqliteCaseRows.FindStanding(connection, transaction, opening, now) is { } present)
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
                SqliteCaseRows.Insert(connection, transaction, opened, opening);
                SqliteFeatureRows.Insert(connection, transaction, opened.Id, opening.Features);
                return CaseResult.Done(opened);
            },
            cancellation);
    }

    public ValueTask<Case?> FindDeniedAsync(string useCase, string agreementHash, string likeHash, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) => SqliteCaseRows.FindDenied(connection, transaction, useCase, agreementHash, likeHash, time.GetStoredNow()), cancellation);

    public ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) => SqliteCaseRows.Find(connection, transaction, id, time.GetStoredNow()), cancellation);

    public ValueTask<IReadOnlyList<Case>> GetAllAsync(IReadOnlyCollection<CaseId> ids, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, CaseRules.LargestPage, nameof(ids));
        return database.ReadAsync<IReadOnlyList<Case>>(
            (connection, transaction) => SqliteCaseRows.FindAll(connection, transaction, ids, time.GetStoredNow()), cancellation);
    }

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

    public ValueTask<LikeCases> FindLikeAsync(string useCase, string agreementHash, IReadOnlyList<string> clauses, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clauses);
        return database.ReadAsync((connection, transaction) => SqliteCaseRows.FindLike(connection, transaction, useCase, agreementHash, CaseOpening.Ordered(clauses), time.GetStoredNow()), cancellation);
    }

    public ValueTask<CaseFile?> GetFileAsync(CaseId id, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) => SqliteCaseRows.Find(connection, transaction, id, time.GetStoredNow()) is { } found
                ? new CaseFile(found, SqliteGrantRows.Sealed(connection, transaction, id), [.. SqliteGrantRows.Signatures(connection, transaction, id)])
                : null,
            cancellation);

    public ValueTask<DateTimeOffset?> NoteReadingAsync(CaseId id, string approver, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                if (SqliteCaseRows.Find(connection, transaction, id, now) is null)
                {
                    return (DateTimeOffset?)null;
                }

                SqliteGrantRows.NoteReading(connection, transaction, id, approver, now);
                return SqliteGrantRows.Reading(connection, transaction, id, approver);
            },
            cancellation);

    public ValueTask<CaseResult> DecideAsync(CaseId id, CaseVote vote, CancellationToken cancellation)
    {
        CaseRules.Check(vote);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                if (SqliteCaseRows.Find(connection, transaction, id, now) is not { } present)
                {
                    return CaseResult.Refused(CaseRules.NotFound(id));
                }

                var given = SqliteGrantRows.Signatures(connection, transaction, id).FindAll(signature => signature.Decision == CaseDecision.Grant);
                var read = SqliteGrantRows.Reading(connection, transaction, id, vote.Approver.Id);
                var (after, error) = CaseRules.Take(present, given, vote, read, now);
                if (error is not null)
                {
                    return CaseResult.Refused(error);
                }

                SqliteGrantRows.Insert(connection, transaction, id, CaseDraft.Sign(vote, now));
                var decided = CaseDraft.Decide(present, after, vote, given, now);
                using var update = new SqliteCommand(
                    "UPDATE cases SET state = $state, decided = $decided, decided_by = $by, note = $note WHERE id = $id AND state = $before;",
                    connection,
                    transaction);
                update.Parameters.AddWithValue("$state", CaseNames.Of(decided.State));
                update.Parameters.AddWithValue("$before", CaseNames.Of(present.State));
                update.Parameters.AddWithValue("$decided", decided.Decided is { } at ? at.ToMicroseconds() : DBNull.Value);
                update.Parameters.AddWithValue("$by", (object?)decided.DecidedBy ?? DBNull.Value);
                update.Parameters.AddWithValue("$note", (object?)decided.Note ?? DBNull.Value);
                update.Parameters.AddWithValue("$id", id.Value);
                return update.ExecuteNonQuery() == 1
                    ? CaseResult.Done(decided)
                    : throw new InvalidOperationException($"case `{id}` changed inside its own transaction");
            },
            cancellation);
    }

    public async ValueTask<int> ExpireAsync(CancellationToken cancellation) =>
        await database.ReadAsync((connection, transaction) => SqliteCaseEnds.IsAnyOver(connection, transaction, time.GetStoredNow()), cancellation)
            ? await database.WriteAsync((connection, transaction) => SqliteCaseEnds.Expire(connection, transaction, time.GetStoredNow()), cancellation)
            : 0; // seen without the lock of those who write

    public ValueTask<int?> SupersedeAsync(AgreementInUse agreement, DateTimeOffset before, CancellationToken cancellation)
    {
        Text.Sha256Hex(agreement.Hash);
        return database.WriteAsync((connection, transaction) => SqliteCaseEnds.Supersede(connection, transaction, agreement, before, time.GetStoredNow()), cancellation);
    }

    public ValueTask<CaseResult> TakeBackAsync(CaseId id, string by, CancellationToken cancellation)
    {
        Text.OneLine(by, 256);
        return database.WriteAsync((connection, transaction) => SqliteCaseEnds.TakeBack(connection, transaction, id, by, time.GetStoredNow()), cancellation);
    }

    public ValueTask<CaseResult> AssignAsync(CaseId id, string assignee, CancellationToken cancellation)
    {
        Text.OneLine(assignee, 256);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                var present = SqliteCaseRows.Find(connection, transaction, id, now);
                if (CaseRules.FaultOfAssigning(present, id) is { } error)
                {
                    return CaseResult.Refused(error);
                }

                SqliteRun.Execute(connection, transaction, "UPDATE cases SET assignee = $assignee WHERE id = $id;", ("$assignee", assignee), ("$id", id.Value));
                SqliteNoticeStore.AddEvent(connection, transaction, id.Value, CaseEventKinds.Assigned, assignee, now);
                return CaseResult.Done(present! with { Assignee = assignee });
            },
            cancellation);
    }

    public ValueTask<Consumption> ConsumeAsync(IReadOnlyList<(CaseId Id, HeldAction Action)> grants, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grants);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                foreach (var (id, action) in grants)
                {
                    if (CaseRules.Consume(SqliteCaseRows.Find(connection, transaction, id, now), action) is not ConsumeOutcome.Consumed and var outcome)
                    {
                        return new Consumption(outcome, now);
                    }
                }

                foreach (var (id, _) in grants)
                {
                    using var release = new SqliteCommand(
                        "UPDATE cases SET state = 'consumed', released = $now WHERE id = $id AND state = 'granted';", connection, transaction);
                    release.Parameters.AddWithValue("$now", now.ToMicroseconds());
                    release.Parameters.AddWithValue("$id", id.Value);
                    if (release.ExecuteNonQuery() != 1)
                    {
                        throw new InvalidOperationException($"case `{id}` changed inside its own transaction");
                    }
                }

                return new Consumption(ConsumeOutcome.Consumed, now);
            },
            cancellation);
    }

    public ValueTask<bool> ReturnAsync(CaseId id, HeldAction action, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(action);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                if (SqliteCaseRows.Find(connection, transaction, id, time.GetStoredNow()) is not { } found || found.Action != action
                    || !CaseTransitions.IsLegal(found.Type, found.State, CaseState.Granted) || found.State != CaseState.Consumed)
                {
                    return false;
                }

                using var undo = new SqliteCommand(
                    "UPDATE cases SET state = 'granted', released = NULL WHERE id = $id AND state = 'consumed';", connection, transaction);
                undo.Parameters.AddWithValue("$id", id.Value);
                return undo.ExecuteNonQuery() == 1;
            },
            cancellation);
    }
}
