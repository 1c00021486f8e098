using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlCaseStore(PostgreSqlDatabase database, TimeProvider time) : ICaseStore
{
    public ValueTask<CaseResult> OpenAsync(CaseOpening opening, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return database.WriteAsync(
            async work =>
            {
                var useCase = opening.Action.UseCase;
                await work.LockAsync($"cases of {useCase}");
                var now = time.GetStoredNow();
                CaseRules.Check(opening, now);

                // the lapsed ones make room, for a new case on the same action and in the count
                await work.ExecuteAsync(
                    "UPDATE cases SET state = 'expired' WHERE state = 'open' AND use_case = $1 AND expires <= $2", useCase, now);
                if (await PostgreSqlCaseRows.FindOpenAsync(work, opening, now) is { } present)
                {
                    return CaseResult.Done(present);
                }

                var open = await work.ScalarAsync<long>("SELECT count(*) FROM cases WHERE state = 'open' AND use_case = $1", useCase);
                if (open >= CaseRules.MostOpen)
                {
                    return CaseResult.Refused(CaseRules.TooManyOpen(useCase));
                }

                var opened = CaseDraft.Open(opening, time, now);
                await PostgreSqlCaseRows.InsertAsync(work, opened);
                return CaseResult.Done(opened);
            },
            cancellation);
    }

    public ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation) =>
        database.ReadAsync(work => PostgreSqlCaseRows.FindAsync(work, id, time.GetStoredNow(), forUpdate: false), cancellation);

    public ValueTask<CasePage> ListAsync(CaseFilter filter, CaseId? before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CaseRules.LargestPage);
        return database.ReadAsync(
            async work => CasePaging.Cut(
                await PostgreSqlCaseRows.ListAsync(work, filter, before, limit + 1, time.GetStoredNow()), limit),
            cancellation);
    }

    public ValueTask<long> CountOpenAsync(CancellationToken cancellation) =>
        database.ReadAsync(
            work => work.ScalarAsync<long>("SELECT count(*) FROM cases WHERE state = 'open' AND expires > $1", time.GetStoredNow()),
            cancellation);

    public ValueTask<CaseResult> DecideAsync(
        CaseId id, CaseDecision decision, string by, string? note, CancellationToken cancellation)
    {
        CaseRules.CheckDecision(by, note);
        return database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                if (await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true) is not { } present)
                {
                    return CaseResult.Refused(CaseRules.NotFound(id));
                }

                if (CaseRules.Check(present, decision) is { } error)
                {
                    return CaseResult.Refused(error);
                }

                var decided = CaseDraft.Decide(present, decision, by, note, now);
                await work.ExecuteAsync(
                    "UPDATE cases SET state = $1, decided = $2, decided_by = $3, note = $4::text WHERE id = $5",
                    CaseNames.Of(decided.State),
                    now,
                    by,
                    note,
                    id.Value);
                return CaseResult.Done(decided);
            },
            cancellation);
    }

    public ValueTask<ConsumeOutcome> TryConsumeAsync(CaseId id, HeldAction action, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(action);
        return database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                var outcome = CaseRules.Consume(await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true), action, now);
                if (outcome != ConsumeOutcome.Consumed)
                {
                    return outcome;
                }

                var released = await work.ExecuteAsync(
                    "UPDATE cases SET released = $1 WHERE id = $2 AND state = 'granted' AND released IS NULL", now, id.Value);
                return released == 1 ? ConsumeOutcome.Consumed : ConsumeOutcome.AlreadyConsumed;
            },
            cancellation);
    }
}
