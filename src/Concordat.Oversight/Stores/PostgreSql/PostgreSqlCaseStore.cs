using Concordat.Oversight.Cases;
using Concordat.Oversight.Notices;

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
                await PostgreSqlCaseEnds.ExpireOfAsync(work, useCase, now);
                if (await PostgreSqlCaseRows.FindStandingAsync(work, opening, now) is { } present)
                {
                    return CaseResult.Done(present);
                }

                var open = await work.ScalarAsync<long>("SELECT count(*) FROM cases WHERE state = 'open' AND use_case = $1", useCase);
                if (open >= CaseRules.MostOpen)
                {
                    return CaseResult.Refused(CaseRules.TooManyOpen(useCase));
                }

                var opened = CaseDraft.Open(opening, time, now);
                await PostgreSqlCaseRows.InsertAsync(work, opened, opening);
                await work.ExecuteAsync("INSERT INTO case_features (feature, case_id) SELECT f, $2 FROM unnest($1::text[]) f", opening.Features.ToArray(), opened.Id.Value);
                return CaseResult.Done(opened);
            },
            cancellation);
    }

    public ValueTask<Case?> FindDeniedAsync(string useCase, string agreementHash, string likeHash, CancellationToken cancellation) =>
        database.ReadAsync(work => PostgreSqlCaseRows.FindDeniedAsync(work, useCase, agreementHash, likeHash, time.GetStoredNow()), cancellation);

    public ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation) =>
        database.ReadAsync(work => PostgreSqlCaseRows.FindAsync(work, id, time.GetStoredNow(), forUpdate: false), cancellation);

    public ValueTask<IReadOnlyList<Case>> GetAllAsync(IReadOnlyCollection<CaseId> ids, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, CaseRules.LargestPage, nameof(ids));
        return database.ReadAsync<IReadOnlyList<Case>>(
            async work => await PostgreSqlCaseRows.FindAllAsync(work, ids, time.GetStoredNow()), cancellation);
    }

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

    public ValueTask<LikeCases> FindLikeAsync(string useCase, string agreementHash, IReadOnlyList<string> clauses, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clauses);
        return database.ReadAsync(work => PostgreSqlCaseRows.FindLikeAsync(work, useCase, agreementHash, CaseOpening.Ordered(clauses), time.GetStoredNow()), cancellation);
    }

    public ValueTask<CaseFile?> GetFileAsync(CaseId id, CancellationToken cancellation) =>
        database.ReadAsync(
            async work => await PostgreSqlCaseRows.FindAsync(work, id, time.GetStoredNow(), forUpdate: false) is { } found
                ? new CaseFile(found, await PostgreSqlGrantRows.SealedAsync(work, id), [.. await PostgreSqlGrantRows.SignaturesAsync(work, id)])
                : null,
            cancellation);

    public ValueTask<DateTimeOffset?> NoteReadingAsync(CaseId id, string approver, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                if (await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true) is null)
                {
                    return null;
                }

                await PostgreSqlGrantRows.NoteReadingAsync(work, id, approver, now);
                return await PostgreSqlGrantRows.ReadingAsync(work, id, approver);
            },
            cancellation);

    public ValueTask<CaseResult> DecideAsync(CaseId id, CaseVote vote, CancellationToken cancellation)
    {
        CaseRules.Check(vote);
        return database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                if (await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true) is not { } present)
                {
                    return CaseResult.Refused(CaseRules.NotFound(id));
                }

                var given = (await PostgreSqlGrantRows.SignaturesAsync(work, id)).FindAll(signature => signature.Decision == CaseDecision.Grant);
                var read = await PostgreSqlGrantRows.ReadingAsync(work, id, vote.Approver.Id);
                var (after, error) = CaseRules.Take(present, given, vote, read, now);
                if (error is not null)
                {
                    return CaseResult.Refused(error);
                }

                await PostgreSqlGrantRows.InsertAsync(work, id, CaseDraft.Sign(vote, now));
                var decided = CaseDraft.Decide(present, after, vote, given, now);
                await work.ExecuteAsync(
                    "UPDATE cases SET state = $1, decided = $2::timestamptz, decided_by = $3::text, note = $4::text WHERE id = $5",
                    CaseNames.Of(decided.State),
                    decided.Decided,
                    decided.DecidedBy,
                    decided.Note,
                    id.Value);
                return CaseResult.Done(decided);
            },
            cancellation);
    }

    public ValueTask<int> ExpireAsync(CancellationToken cancellation) =>
        database.WriteAsync(work => PostgreSqlCaseEnds.ExpireAsync(work, time.GetStoredNow()), cancellation);

    public ValueTask<int?> SupersedeAsync(AgreementInUse agreement, DateTimeOffset before, CancellationToken cancellation)
    {
        Text.Sha256Hex(agreement.Hash);
        return database.WriteAsync(work => PostgreSqlCaseEnds.SupersedeAsync(work, agreement, before, time.GetStoredNow()), cancellation);
    }

    public ValueTask<CaseResult> TakeBackAsync(CaseId id, string by, CancellationToken cancellation)
    {
        Text.OneLine(by, 256);
        return database.WriteAsync(work => PostgreSqlCaseEnds.TakeBackAsync(work, id, by, time.GetStoredNow()), cancellation);
    }

    public ValueTask<CaseResult> AssignAsync(CaseId id, string assignee, CancellationToken cancellation)
    {
        Text.OneLine(assignee, 256);
        return database.WriteAsync(
            async work =>
            {
                var now = time.GetStoredNow();
                var present = await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true);
                if (CaseRules.FaultOfAssigning(present, id) is { } error)
                {
                    return CaseResult.Refused(error);
                }

                await work.ExecuteAsync("UPDATE cases SET assignee = $1 WHERE id = $2", assignee, id.Value);
                await PostgreSqlNoticeStore.AddEventAsync(work, id.Value, CaseEventKinds.Assigned, assignee, now);
                return CaseResult.Done(present! with { Assignee = assignee });
            },
            cancellation);
    }

    public ValueTask<Consumption> ConsumeAsync(IReadOnlyList<(CaseId Id, HeldAction Action)> grants, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grants);
        return database.WriteAsync(
            async work =>
            {
                // All are locked, in one order, before the first is used.
                var now = time.GetStoredNow();
                foreach (var (id, action) in grants.OrderBy(static grant => grant.Id.Value, StringComparer.Ordinal))
                {
                    if (CaseRules.Consume(await PostgreSqlCaseRows.FindAsync(work, id, now, forUpdate: true), action) is not ConsumeOutcome.Consumed and var outcome)
                    {
                        return new Consumption(outcome, now);
                    }
                }

                foreach (var (id, _) in grants)
                {
                    if (await work.ExecuteAsync("UPDATE cases SET state = 'consumed', released = $1 WHERE id = $2 AND state = 'granted'", now, id.Value) != 1)
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
            async work => await PostgreSqlCaseRows.FindAsync(work, id, time.GetStoredNow(), forUpdate: true) is { State: CaseState.Consumed } found
                && found.Action == action
                && CaseTransitions.IsLegal(found.Type, found.State, CaseState.Granted)
                && await work.ExecuteAsync(
                    "UPDATE cases SET state = 'granted', released = NULL WHERE id = $1 AND state = 'consumed'", id.Value) == 1,
            cancellation);
    }
}
