using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Telemetry;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;

namespace Concordat.Gateway.Desk;

/// <summary>
/// Where people read and decide cases, by signed statement. A decision is in the ledger before it counts; one that then does not count
/// leaves a second entry that says why. Thread-safe.
/// </summary>
internal sealed class CaseDesk(ICaseStore cases, IRevokedSignerStore revoked, Commitments commitments, Recorder recorder, GatewayMetrics metrics, TimeProvider time)
{
    private readonly CaseSeal _seal = commitments.CaseSeal();
    private readonly StatementCheck _check = new(time);

    /// <summary>Shows an action to a person who may decide on it, and starts that person's reading time.</summary>
    public async ValueTask<DeskAnswer> ReadAsync(GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var (signed, fault) = await CheckAsync(model, id, body, cancellationToken).ConfigureAwait(false);
        if (signed is null || signed.Statement.Act != DecisionAct.Read)
        {
            return DeskAnswer.Of(fault ?? DeskErrors.WrongAct);
        }

        var (file, action, refused) = await FindAsync(model, id, signed.Approver, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return DeskAnswer.Of(refused!);
        }

        var since = await cases.NoteReadingAsync(id, signed.Approver.Id, cancellationToken).ConfigureAwait(false);
        metrics.CaseActed("read");
        return new DeskAnswer { File = file, Action = action, Earliest = since + model.Config.Limits.ReadingTime };
    }

    /// <summary>Shows an action to a person whom the console has signed in, which starts their reading time as a signed reading does.</summary>
    public async ValueTask<DeskAnswer> ShowAsync(GatewayModel model, CaseId id, string approver, CancellationToken cancellationToken)
    {
        if (model.Approvers.FirstOrDefault(known => known.Id.Equals(approver, StringComparison.Ordinal)) is not { } person)
        {
            return DeskAnswer.Of(DeskErrors.Unsigned);
        }

        var (file, action, refused) = await FindAsync(model, id, person, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return DeskAnswer.Of(refused!);
        }

        if (file.Case.State != CaseState.Open)
        {
            return new DeskAnswer { File = file, Action = action };
        }

        var since = await cases.NoteReadingAsync(id, person.Id, cancellationToken).ConfigureAwait(false);
        metrics.CaseActed("read");
        return new DeskAnswer { File = file, Action = action, Earliest = since + model.Config.Limits.ReadingTime };
    }

    /// <summary>Takes a person's decision; the signature alone says who speaks.</summary>
    public ValueTask<DeskAnswer> DecideAsync(GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        DecideAsync(model, id, body, only: null, cancellationToken);

    /// <param name="only">Id of the one person whose statement is taken; null for anybody's.</param>
    public async ValueTask<DeskAnswer> DecideAsync(
        GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, string? only, CancellationToken cancellationToken)
    {
        // 1 who says what
        var (signed, fault) = await CheckAsync(model, id, body, cancellationToken).ConfigureAwait(false);
        if (signed is null || DecisionOf(signed.Statement.Act) is not { } decision)
        {
            return DeskAnswer.Of(fault ?? DeskErrors.WrongAct);
        }

        if (only is not null && !signed.Approver.Id.Equals(only, StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.SignedByAnother(only));
        }

        // 2 about what
        var (file, action, refused) = await FindAsync(model, id, signed.Approver, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return DeskAnswer.Of(refused!);
        }

        if (!signed.Statement.Action.Equals(action!.Digest, StringComparison.Ordinal)
            || !signed.Statement.TextHash.Equals(ActionText.Hash(ActionText.Render(action.Document)), StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.OtherAction(id));
        }

        // 3 record, then count
        var entry = await RecordAsync(file, signed, model, error: null).ConfigureAwait(false);
        var vote = new CaseVote(
            decision, action.Digest, signed.Approver, signed.Statement.Reason is { Length: > 0 } reason ? reason : null, body, entry,
            action.Terms.Quorum, model.Config.Limits.ReadingTime);
        var result = await cases.DecideAsync(id, vote, cancellationToken).ConfigureAwait(false);
        if (result.Error is { } error)
        {
            await RecordAsync(file, signed, model, error.Code).ConfigureAwait(false);
            metrics.CaseActed(error.Code);
            return DeskAnswer.Of(DeskErrors.Of(error));
        }

        metrics.CaseActed(CaseNames.Of(decision));
        var after = await cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false);
        return new DeskAnswer { File = after, Action = action, Entry = entry };
    }

    /// <summary>The signed grant of an action that went through, for whoever carries it out; none before that.</summary>
    public async ValueTask<DeskAnswer> GrantAsync(string useCase, CaseId id, CancellationToken cancellationToken)
    {
        var file = await cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false);
        if (file is null || !file.Case.Action.UseCase.Equals(useCase, StringComparison.Ordinal))
        {
            return DeskAnswer.Of(DeskErrors.NotFound(id));
        }

        return new DeskAnswer { File = file, Action = file.Case.State == CaseState.Consumed ? _seal.Open(file.Sealed, file.Case.Digest) : null };
    }

    private async ValueTask<(SignedStatement? Signed, GatewayError? Error)> CheckAsync(
        GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var (signed, fault) = _check.Read(model, id, body);
        return signed is not null && (await revoked.ListAsync(cancellationToken).ConfigureAwait(false)).Has(signed.Approver.Key)
            ? (null, DeskErrors.Revoked(signed.Approver))
            : (signed, fault);
    }

    private static CaseDecision? DecisionOf(DecisionAct act) => act switch
    {
        DecisionAct.Grant => CaseDecision.Grant,
        DecisionAct.Deny => CaseDecision.Deny,
        DecisionAct.Withdraw => CaseDecision.Withdraw,
        DecisionAct.Revoke => CaseDecision.Revoke,
        _ => null,
    };

    private async ValueTask<(CaseFile? File, CanonicalAction? Action, GatewayError? Error)> FindAsync(
        GatewayModel model, CaseId id, Approver approver, CancellationToken cancellationToken)
    {
        if (await cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return (null, null, DeskErrors.NotFound(id));
        }

        if (_seal.Open(file.Sealed, file.Case.Digest) is not { } action)
        {
            return (null, null, DeskErrors.WithoutAction(id));
        }

        var error = approver.RequestsFor.Contains(file.Case.Action.UseCase, StringComparer.Ordinal) ? DeskErrors.Requester(approver, file.Case)
            : !action.Terms.Quorum.HasSeatFor(approver.Party, approver.Role) ? DeskErrors.NoSeat(approver, file.Case, action.Terms.Quorum)
            : !file.Case.Action.AgreementHash.Equals(model.Agreement.Hash, StringComparison.Ordinal) ? DeskErrors.OtherAgreement(file.Case)
            : null;
        return error is null ? (file, action, null) : (null, null, error);
    }

    private ValueTask<long> RecordAsync(CaseFile file, SignedStatement signed, GatewayModel model, string? error) =>
        recorder.RecordAsync(CaseEntry.Write(file.Case, signed, model.Agreement.Hash, recorder.Safeguards, error, time.GetUtcNow()), CancellationToken.None);
}
