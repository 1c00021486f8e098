using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>Reads a signed statement: the signature first, of somebody who may decide at all, then what it says.</summary>
internal sealed class StatementCheck(OversightStores stores, TimeProvider time)
{
    public async ValueTask<(SignedStatement? Signed, GatewayError? Error)> ReadAsync(
        GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            var proof = PersonalStatement.Parse(body);
            if (proof.PayloadType != DecisionStatement.PayloadType)
            {
                return (null, DeskErrors.Malformed($"it must have the type `{DecisionStatement.PayloadType}`"));
            }

            var (signer, fault) = await IdentifyAsync(model, proof, cancellationToken).ConfigureAwait(false);
            if (signer is null)
            {
                return (null, fault);
            }

            var statement = DecisionStatement.Read(proof.Payload);
            fault = FaultOf(signer, statement.Approver, statement.Time) ?? (statement.Case != id ? DeskErrors.Malformed("it is about another case") : null);
            return fault is null ? (new SignedStatement(signer, statement, proof), null) : (null, fault);
        }
        catch (FormatException fault)
        {
            return (null, DeskErrors.Unreadable(fault));
        }
    }

    /// <summary>Says whose signature a statement of any kind bears, of those who may decide, by a key that was not revoked.</summary>
    public async ValueTask<(Signer? Signer, GatewayError? Error)> IdentifyAsync(GatewayModel model, PersonalStatement proof, CancellationToken cancellationToken)
    {
        var found = await model.Book.IdentifyAsync(proof, stores.Credentials, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (!found.IsKnown)
        {
            return (null, DeskErrors.Of(found.Error));
        }

        var revoked = await stores.RevokedSigners.ListAsync(cancellationToken).ConfigureAwait(false);
        return revoked.Has(found.Signer.KeyId) || revoked.HasAppointerOf(found.Signer.Approver)
            ? (null, DeskErrors.Revoked(found.Signer.Approver))
            : (found.Signer, null);
    }

    /// <summary>Why a statement does not count for who signed it, or not any more; null where it does.</summary>
    /// <param name="speaker">Who the statement says that it is of.</param>
    /// <param name="signed">When it says that it was signed.</param>
    public GatewayError? FaultOf(Signer signer, string speaker, DateTimeOffset signed) =>
        !speaker.Equals(signer.Approver.Id, StringComparison.Ordinal) ? DeskErrors.OtherPerson(signer.Approver)
        : (time.GetUtcNow() - signed).Duration() > DecisionStatement.Freshness ? DeskErrors.Stale
        : null;

    /// <summary>Takes the sign counter of a hardware key, so that no assertion counts twice and a copied key shows.</summary>
    /// <returns>Why it does not count; null where it does, and for other kinds of signature.</returns>
    public async ValueTask<GatewayError?> TakeCounterAsync(Signer signer, CancellationToken cancellationToken)
    {
        if (signer is not { Credential: { } credential, Assertion: { } assertion })
        {
            return null;
        }

        return await stores.Credentials.UseAsync(credential.Id, assertion.SignCount, cancellationToken).ConfigureAwait(false) switch
        {
            UseOutcome.Counted => null,
            UseOutcome.Replayed => DeskErrors.Replayed,
            UseOutcome.Regressed => DeskErrors.Regressed(signer.Approver),
            _ => DeskErrors.Retired,
        };
    }
}
