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

            var now = time.GetUtcNow();
            var found = await model.Book.IdentifyAsync(proof, stores.Credentials, now, cancellationToken).ConfigureAwait(false);
            if (!found.IsKnown)
            {
                return (null, DeskErrors.Of(found.Error));
            }

            var revoked = await stores.RevokedSigners.ListAsync(cancellationToken).ConfigureAwait(false);
            if (revoked.Has(found.Signer.KeyId) || revoked.HasAppointerOf(found.Signer.Approver))
            {
                return (null, DeskErrors.Revoked(found.Signer.Approver));
            }

            var statement = DecisionStatement.Read(proof.Payload);
            return !statement.Approver.Equals(found.Signer.Approver.Id, StringComparison.Ordinal) ? (null, DeskErrors.OtherPerson(found.Signer.Approver))
                : statement.Case != id ? (null, DeskErrors.Malformed("it is about another case"))
                : (now - statement.Time).Duration() > DecisionStatement.Freshness ? (null, DeskErrors.Stale)
                : (new SignedStatement(found.Signer, statement, proof), null);
        }
        catch (FormatException fault)
        {
            return (null, DeskErrors.Unreadable(fault));
        }
    }

    /// <summary>Takes the sign counter of a hardware key, so that no assertion counts twice and a copied key shows.</summary>
    /// <returns>Why it does not count; null where it does, and for other kinds of signature.</returns>
    public async ValueTask<GatewayError?> TakeCounterAsync(SignedStatement signed, CancellationToken cancellationToken)
    {
        if (signed.Signer is not { Credential: { } credential, Assertion: { } assertion })
        {
            return null;
        }

        return await stores.Credentials.UseAsync(credential.Id, assertion.SignCount, cancellationToken).ConfigureAwait(false) switch
        {
            UseOutcome.Counted => null,
            UseOutcome.Replayed => DeskErrors.Replayed,
            UseOutcome.Regressed => DeskErrors.Regressed(signed.Approver),
            _ => DeskErrors.Retired,
        };
    }
}
