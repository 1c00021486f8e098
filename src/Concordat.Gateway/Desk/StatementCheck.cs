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
    /// <summary>Reads a decision on a case.</summary>
    public ValueTask<(SignedStatement? Signed, GatewayError? Error)> ReadAsync(
        GatewayModel model, CaseId id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        ReadAsync(
            model,
            body,
            DecisionStatement.PayloadType,
            static (signer, proof) => new SignedStatement(signer, DecisionStatement.Read(proof.Payload), proof),
            signed => FaultOf(signed.Signer, signed.Statement.Approver, signed.Statement.Time) ?? (signed.Statement.Case != id ? DeskErrors.Malformed("it is about another case") : null),
            cancellationToken);

    /// <summary>Reads a statement of any kind: the signature first, of somebody who may decide at all, then what it says.</summary>
    /// <param name="type">The type that its payload must have.</param>
    /// <param name="read">Reads what it says; throws <see cref="FormatException"/> for what is no such statement.</param>
    /// <param name="faultOf">Why it does not count; null where it does.</param>
    public async ValueTask<(T? Signed, GatewayError? Error)> ReadAsync<T>(
        GatewayModel model, ReadOnlyMemory<byte> body, string type, Func<Signer, PersonalStatement, T> read, Func<T, GatewayError?> faultOf, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var proof = PersonalStatement.Parse(body);
            if (proof.PayloadType != type)
            {
                return (null, DeskErrors.Malformed($"it must have the type `{type}`"));
            }

            var (signer, fault) = await IdentifyAsync(model, proof, cancellationToken).ConfigureAwait(false);
            if (signer is null)
            {
                return (null, fault);
            }

            var signed = read(signer, proof);
            fault = faultOf(signed);
            return fault is null ? (signed, null) : (null, fault);
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
