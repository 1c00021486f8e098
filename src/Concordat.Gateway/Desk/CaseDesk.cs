using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Telemetry;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Desk;

/// <summary>
/// Where people read and decide cases, by signed statement. A decision is in the ledger before it counts; one that then does not count
/// leaves a second entry that says why. Thread-safe.
/// </summary>
internal sealed class CaseDesk(OversightStores stores, Commitments commitments, GrantUses uses, Recorder recorder, GatewayMetrics metrics, TimeProvider time)
{
    private const int MostPrecedents = 5;

    private readonly ICaseStore _cases = stores.Cases;
    private readonly CaseSeal _seal = commitments.CaseSeal();
    private readonly StatementCheck _check = new(stores, time);

    /// <summary>Shows an action to a person who may decide on it, and starts that person's reading time.</summary>
    public async ValueTask<DeskAnswer> ReadAsync(GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var (signed, fault) = await _check.ReadAsync(model, id, body, cancellationToken).ConfigureAwait(false);
        if (signed is null || signed.Statement.Act != DecisionAct.Read)
        {
            return DeskAnswer.Of(fault ?? DeskErrors.WrongAct);
        }

        var (file, action, refused) = await FindAsync(model, id, signed.Approver, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return DeskAnswer.Of(refused!);
        }

        if (await _check.TakeCounterAsync(signed.Signer, cancellationToken).ConfigureAwait(false) is { } used)
        {
            metrics.CaseActed(used.Code);
            return DeskAnswer.Of(used);
        }

        var since = await _cases.NoteReadingAsync(id, signed.Approver.Id, cancellationToken).ConfigureAwait(false);
        metrics.CaseActed("read");
        return new DeskAnswer
        {
            File = file,
            Action = action,
            Earliest = since + model.Config.Limits.ReadingTime,
            Precedents = await Precedents.FindAsync(stores, id, MostPrecedents, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Shows an action to a person whom the console has signed in, which starts their reading time as a signed reading does.</summary>
    public async ValueTask<DeskAnswer> ShowAsync(GatewayModel model, CaseId id, string approver, CancellationToken cancellationToken)
    {
        if (model.Book.Approvers.FirstOrDefault(known => known.Id.Equals(approver, StringComparison.Ordinal)) is not { } person)
        {
            return DeskAnswer.Of(DeskErrors.Unsigned);
        }

        var (file, action, refused) = await FindAsync(model, id, person, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return DeskAnswer.Of(refused!);
        }

        var shown = new DeskAnswer
        {
            File = file,
            Action = action,
            Precedents = await Precedents.FindAsync(stores, id, MostPrecedents, cancellationToken).ConfigureAwait(false),
        };
        if (file.Case.State != CaseState.Open)
        {
            return shown;
        }

        var since = await _cases.NoteReadingAsync(id, person.Id, cancellationToken).ConfigureAwait(false);
        metrics.CaseActed("read");
        return shown with { Earliest = since + model.Config.Limits.ReadingTime };
    }

    /// <summary>Takes a person's decision; the signature alone says who speaks.</summary>
    public ValueTask<DeskAnswer> DecideAsync(GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        DecideAsync(model, id, body, only: null, cancellationToken);

    /// <param name="only">Id of the one person whose statement is taken; null for anybody's.</param>
    public async ValueTask<DeskAnswer> DecideAsync(
        GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, string? only, CancellationToken cancellationToken)
    {
        // 1 who says what
        var (signed, fault) = await _check.ReadAsync(model, id, body, cancellationToken).ConfigureAwait(false);
        var decision = signed is null ? null : DecisionOf(signed.Statement.Act);
        if (signed is null || (decision is null && signed.Statement.Act != DecisionAct.Assign))
        {
            return DeskAnswer.Of(fault ?? DeskErrors.WrongAct);
        }

        if (only is not null && !signed.Approver.Id.Equals(only, StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.SignedByAnother(only));
        }

        // 2 about what
        var (file, action, refused) = await FindAsync(model, id, signed.Approver, cancellationToken, signed.Statement.Act).ConfigureAwait(false);
        if (file is null)
        {
            return DeskAnswer.Of(refused!);
        }

        if (!signed.Statement.Action.Equals(action!.Digest, StringComparison.Ordinal)
            || !signed.Statement.TextHash.Equals(ActionText.Hash(ActionText.Render(action.Document)), StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.OtherAction(id));
        }

        if (await _check.TakeCounterAsync(signed.Signer, cancellationToken).ConfigureAwait(false) is { } used)
        {
            await RecordAsync(file, signed, model, used.Code).ConfigureAwait(false);
            metrics.CaseActed(used.Code);
            return DeskAnswer.Of(used);
        }

        if (decision is null && FaultOfAssignee(model, file.Case, action, signed.Statement.Assignee) is { } wrong)
        {
            await RecordAsync(file, signed, model, wrong.Code).ConfigureAwait(false);
            return DeskAnswer.Of(wrong);
        }

        // 3 record, then count
        var entry = await RecordAsync(file, signed, model, error: null).ConfigureAwait(false);
        var result = decision is { } vote
            ? await _cases.DecideAsync(id, VoteOf(vote, signed, action, entry, model), cancellationToken).ConfigureAwait(false)
            : await _cases.AssignAsync(id, signed.Statement.Assignee!, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error)
        {
            await RecordAsync(file, signed, model, error.Code).ConfigureAwait(false);
            metrics.CaseActed(error.Code);
            return DeskAnswer.Of(DeskErrors.Of(error));
        }

        if (result.Case is { State: CaseState.Denied or CaseState.Withdrawn or CaseState.Revoked } ended)
        {
            uses.End(id, ended.State, ended.Expires);
        }

        metrics.CaseActed(signed.Statement.Act.ToString().ToLowerInvariant());
        var after = await _cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false);
        return new DeskAnswer { File = after, Action = action, Entry = entry };
    }

    /// <summary>What a hardware key is to sign for a decision: the statement, made here from what the case holds.</summary>
    /// <param name="approver">Who wants to decide; whether they are it shows when they sign.</param>
    public async ValueTask<ChallengeAnswer> ChallengeAsync(
        GatewayModel model, CaseId id, string approver, DecisionAct act, string reason, string? assignee, CancellationToken cancellationToken)
    {
        if (model.Book.RelyingParty is not { } party)
        {
            return ChallengeAnswer.Of(DeskErrors.NoHardwareKeys);
        }

        var usable = (await stores.Credentials.ListAsync(approver, cancellationToken).ConfigureAwait(false)).Where(known => model.Book.FaultOf(known, out _) is null).ToList();
        if (usable.Count == 0 || model.Book.Approvers.FirstOrDefault(known => known.Id.Equals(approver, StringComparison.Ordinal)) is not { } person)
        {
            return ChallengeAnswer.Of(DeskErrors.NoCredential);
        }

        var (file, action, refused) = await FindAsync(model, id, person, cancellationToken, act).ConfigureAwait(false);
        if (file is null)
        {
            return ChallengeAnswer.Of(refused!);
        }

        var reading = act == DecisionAct.Read;
        var statement = new DecisionStatement(
            act, id, reading ? "" : action!.Digest, reading ? "" : ActionText.Hash(ActionText.Render(action!.Document)), approver, reason, time.GetUtcNow())
        {
            Assignee = act == DecisionAct.Assign ? assignee ?? "" : null,
        };
        return new ChallengeAnswer(null, party, statement.ToPayload(), [.. usable]);
    }

    /// <summary>The signed grant of an action that went through, for whoever carries it out; none before that.</summary>
    public async ValueTask<DeskAnswer> GrantAsync(string useCase, CaseId id, CancellationToken cancellationToken)
    {
        var file = await _cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false);
        if (file is null || !file.Case.Action.UseCase.Equals(useCase, StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.NotFound(id));
        }

        return new DeskAnswer { File = file, Action = file.Case.State == CaseState.Consumed ? _seal.Open(file.Sealed, file.Case.Digest) : null };
    }

    /// <summary>A page of cases, newest first.</summary>
    public ValueTask<CasePage> ListAsync(CaseFilter filter, CaseId? before, int limit, CancellationToken cancellationToken) =>
        _cases.ListAsync(filter, before, limit, cancellationToken);

    /// <summary>Ends an open case because the key that asked takes it back. What goes on while people rule on it is not its to end.</summary>
    public async ValueTask<DeskAnswer> TakeBackAsync(GatewayModel model, ApiKeyRecord key, CaseId id, CancellationToken cancellationToken)
    {
        if (await _cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false) is not { } file || !file.Case.Action.UseCase.Equals(key.UseCase, StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.NotFound(id));
        }

        if (_seal.Open(file.Sealed, file.Case.Digest) is not { } action)
        {
            return DeskAnswer.Of(DeskErrors.WithoutAction(id));
        }

        var error = !ActionRequester.Is(action, key.UseCase, key.Id) ? DeskErrors.OtherKey(id)
            : !file.Case.Action.AgreementHash.Equals(model.Agreement.Hash, StringComparison.Ordinal) ? DeskErrors.OtherAgreement(file.Case)
            : file.Case.Type == CaseType.Ruling && model.Agreement.Terms.Continuity != "hold" ? DeskErrors.RuledBeside(id)
            : null;
        if (error is not null)
        {
            return DeskAnswer.Of(error);
        }

        var result = await _cases.TakeBackAsync(id, $"key:{key.Id}", cancellationToken).ConfigureAwait(false);
        if (result.Case is null)
        {
            return DeskAnswer.Of(DeskErrors.Of(result.Error!));
        }

        metrics.CaseActed("taken_back");
        return new DeskAnswer { File = file with { Case = result.Case } };
    }

    private static CaseVote VoteOf(CaseDecision decision, SignedStatement signed, CanonicalAction action, long entry, GatewayModel model) => new(
        decision, action.Digest, signed.Approver, signed.Signer.KeyId, signed.Statement.Reason is { Length: > 0 } reason ? reason : null,
        signed.Proof.ToJson(), entry, action.Terms.Quorum, model.Config.Limits.ReadingTime);

    /// <summary>Why a case cannot be put before somebody: they may not decide it.</summary>
    private static GatewayError? FaultOfAssignee(GatewayModel model, Case held, CanonicalAction action, string? assignee) =>
        model.Book.Approvers.FirstOrDefault(known => known.Id.Equals(assignee, StringComparison.Ordinal)) is not { } person ? DeskErrors.NotAssignable
        : person.RequestsFor.Contains(held.Action.UseCase, StringComparer.Ordinal) ? DeskErrors.Requester(person, held)
        : !action.Terms.Quorum.HasSeatFor(person.Party, person.Role) ? DeskErrors.NoSeat(person, held, action.Terms.Quorum)
        : ActionLabel.IsAbove(person, action) ? DeskErrors.AboveClearance(person, held)
        : null;

    private static CaseDecision? DecisionOf(DecisionAct act) => act switch
    {
        DecisionAct.Grant => CaseDecision.Grant,
        DecisionAct.Deny => CaseDecision.Deny,
        DecisionAct.Withdraw => CaseDecision.Withdraw,
        DecisionAct.Revoke => CaseDecision.Revoke,
        _ => null,
    };

    /// <summary>A case with its action, for somebody with a say in it. Under another agreement than its own nobody says yes any more; no can always be said.</summary>
    private async ValueTask<(CaseFile? File, CanonicalAction? Action, GatewayError? Error)> FindAsync(
        GatewayModel model, CaseId id, Approver approver, CancellationToken cancellationToken, DecisionAct act = DecisionAct.Read)
    {
        if (await _cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return (null, null, DeskErrors.NotFound(id));
        }

        if (_seal.Open(file.Sealed, file.Case.Digest) is not { } action)
        {
            return (null, null, DeskErrors.WithoutAction(id));
        }

        var error = approver.RequestsFor.Contains(file.Case.Action.UseCase, StringComparer.Ordinal) ? DeskErrors.Requester(approver, file.Case)
            : !action.Terms.Quorum.HasSeatFor(approver.Party, approver.Role) ? DeskErrors.NoSeat(approver, file.Case, action.Terms.Quorum)
            : ActionLabel.IsAbove(approver, action) ? DeskErrors.AboveClearance(approver, file.Case)
            : act is DecisionAct.Grant or DecisionAct.Assign && !file.Case.Action.AgreementHash.Equals(model.Agreement.Hash, StringComparison.Ordinal) ? DeskErrors.OtherAgreement(file.Case)
            : null;
        return error is null ? (file, action, null) : (null, null, error);
    }

    private ValueTask<long> RecordAsync(CaseFile file, SignedStatement signed, GatewayModel model, string? error) =>
        recorder.RecordAsync(CaseEntry.Write(file.Case, signed, model.Agreement.Hash, recorder.Safeguards, error, time.GetUtcNow()), CancellationToken.None);
}
