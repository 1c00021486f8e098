using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Oversight;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>
/// Where platform engineers make and revoke API keys by signed statement, by the rules of the console. What they signed is in the ledger before it
/// counts; the change itself is recorded as any other. Thread-safe.
/// </summary>
internal sealed class KeyDesk(OversightStores stores, Recorder recorder, TimeProvider time)
{
    private readonly StatementCheck _check = new(stores, time);

    /// <summary>Makes a key, once for each statement.</summary>
    /// <returns>The key with the only copy of its secret; or why there is none.</returns>
    public async ValueTask<(CreatedApiKey? Created, GatewayError? Error)> MakeAsync(GatewayModel model, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var (signed, error) = await ReadAsync(model, body, ApiKeyAct.Make, cancellation).ConfigureAwait(false);
        if (signed is null)
        {
            return (null, error);
        }

        var (said, id) = (signed.Statement, ApiKeyStatement.IdOf(signed.Proof.Payload));
        if (ApiKeyRules.FaultOf(said.UseCase, said.Label, said.Days, model.UseCases.ContainsKey) is { } fault)
        {
            return (null, DeskErrors.KeyNotMade(fault));
        }

        if (await stores.Keys.FindAsync(id, cancellation).ConfigureAwait(false) is not null)
        {
            return (null, DeskErrors.StatementUsed);
        }

        if (await CountedAsync(signed, cancellation).ConfigureAwait(false) is { } used)
        {
            return (null, used);
        }

        await recorder.RecordAsync(KeyEntry.Write(signed, id, said.UseCase, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        var created = await stores.Keys.CreateOnceAsync(id, said.UseCase, said.Label, time.GetUtcNow().AddDays(said.Days), said.Person, cancellation).ConfigureAwait(false);
        return created is null ? (null, DeskErrors.StatementUsed) : (created, null);
    }

    /// <summary>Revokes a key for good. Of one that is revoked already the first time stays.</summary>
    /// <param name="id">The key, which the statement must name too.</param>
    public async ValueTask<(ApiKeyRecord? Revoked, GatewayError? Error)> RevokeAsync(GatewayModel model, string id, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var (signed, error) = await ReadAsync(model, body, ApiKeyAct.Revoke, cancellation).ConfigureAwait(false);
        if (signed is null || !signed.Statement.Key.Equals(id, StringComparison.Ordinal))
        {
            return (null, error ?? DeskErrors.Malformed("it is about another key"));
        }

        if (await stores.Keys.FindAsync(id, cancellation).ConfigureAwait(false) is not { } known)
        {
            return (null, DeskErrors.KeyNotFound);
        }

        if (await CountedAsync(signed, cancellation).ConfigureAwait(false) is { } used)
        {
            return (null, used);
        }

        if (known.Revoked is null)
        {
            await recorder.RecordAsync(KeyEntry.Write(signed, id, known.UseCase, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
            await stores.Keys.RevokeAsync(id, signed.Statement.Person, cancellation).ConfigureAwait(false);
        }

        return (await stores.Keys.FindAsync(id, cancellation).ConfigureAwait(false), null);
    }

    private ValueTask<GatewayError?> CountedAsync(SignedKeyStatement signed, CancellationToken cancellation) =>
        signed.Approver is { } approver ? _check.TakeCounterAsync(approver, cancellation) : ValueTask.FromResult<GatewayError?>(null);

    private async ValueTask<(SignedKeyStatement? Signed, GatewayError? Error)> ReadAsync(
        GatewayModel model, ReadOnlyMemory<byte> body, ApiKeyAct act, CancellationToken cancellation)
    {
        try
        {
            var proof = PersonalStatement.Parse(body);
            if (proof.PayloadType != ApiKeyStatement.PayloadType)
            {
                return (null, DeskErrors.Malformed($"it must have the type `{ApiKeyStatement.PayloadType}`"));
            }

            var (person, keyId, approver, error) = await IdentifyAsync(model, proof, cancellation).ConfigureAwait(false);
            if (person is null)
            {
                return (null, error);
            }

            var said = ApiKeyStatement.Read(proof.Payload);
            error = !said.Person.Equals(person, StringComparison.Ordinal) ? DeskErrors.NotAPlatformEngineer
                : said.Act != act ? DeskErrors.WrongAct
                : !said.Log.Equals(model.Config.Ledger.Origin, StringComparison.Ordinal) ? DeskErrors.Malformed("it is for another gateway; `log` is the origin of this one's log")
                : (time.GetUtcNow() - said.Time).Duration() > DecisionStatement.Freshness ? DeskErrors.Stale
                : null;
            return error is null ? (new SignedKeyStatement(keyId!, said, proof, approver), null) : (null, error);
        }
        catch (FormatException fault)
        {
            return (null, DeskErrors.Unreadable(fault));
        }
    }

    /// <summary>Whose signature it is, where that is a platform engineer: by the key under <c>console.people</c>, or as an approver signs.</summary>
    private async ValueTask<(string? Person, string? KeyId, Signer? Approver, GatewayError? Error)> IdentifyAsync(
        GatewayModel model, PersonalStatement proof, CancellationToken cancellation)
    {
        var byKey = proof.Envelope is { Signatures: [var signature] }
            ? model.Staff.FirstOrDefault(member => member.Key is { } key && key.KeyId.Equals(signature.KeyId, StringComparison.Ordinal)) : null;
        if (byKey is not null)
        {
            return !proof.Envelope!.IsSignedBy(byKey.Key!) || !byKey.IsPlatformEngineer ? (null, null, null, DeskErrors.NotAPlatformEngineer)
                : (await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false)).Has(byKey.Key!) ? (null, null, null, DeskErrors.RevokedKey)
                : (byKey.Id, byKey.Key!.KeyId, null, null);
        }

        var (signer, fault) = await _check.IdentifyAsync(model, proof, cancellation).ConfigureAwait(false);
        return signer is null ? (null, null, null, fault!.Code == ErrorCodes.NotAnApprover ? DeskErrors.NotAPlatformEngineer : fault)
            : model.Staff.Any(member => member.IsPlatformEngineer && member.Id.Equals(signer.Approver.Id, StringComparison.Ordinal))
                ? (signer.Approver.Id, signer.KeyId, signer, null)
                : (null, null, null, DeskErrors.NotAPlatformEngineer);
    }
}
