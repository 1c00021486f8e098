using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Telemetry;
using Concordat.Oversight;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Desk;

/// <summary>
/// Where hardware keys come and go: a party invites its own people, each enrols a key once by the invitation, a party retires keys.
/// Everything is in the ledger before it counts; what then does not count leaves a second entry that says why. Thread-safe.
/// </summary>
internal sealed class EnrolmentDesk(OversightStores stores, CredentialSeal seal, Recorder recorder, GatewayMetrics metrics, TimeProvider time)
{
    private readonly ICredentialStore _credentials = stores.Credentials;

    /// <summary>Takes an invitation that a party signed for one of its own people.</summary>
    public async ValueTask<EnrolmentAnswer> InviteAsync(GatewayModel model, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (model.Book.RelyingParty is null)
        {
            return EnrolmentAnswer.Of(DeskErrors.NoHardwareKeys);
        }

        InvitationStatement statement;
        DsseEnvelope envelope;
        try
        {
            envelope = DsseEnvelope.Parse(body.Span);
            statement = Signed(envelope, InvitationStatement.PayloadType) ? InvitationStatement.Read(envelope.Payload) : throw new FormatException($"it must have the type `{InvitationStatement.PayloadType}` and one signature");
        }
        catch (FormatException fault)
        {
            return EnrolmentAnswer.Of(DeskErrors.Malformed(fault.Message));
        }

        var now = time.GetUtcNow();
        if (await PartyKeyAsync(model, envelope, statement.Party, cancellationToken).ConfigureAwait(false) is not { } by)
        {
            return EnrolmentAnswer.Of(DeskErrors.NotAParty(statement.Party));
        }

        if ((now - statement.Time).Duration() > DecisionStatement.Freshness || statement.Expires <= now)
        {
            return EnrolmentAnswer.Of(DeskErrors.Stale);
        }

        if (model.Book.Approvers.FirstOrDefault(known => known.Id.Equals(statement.Approver, StringComparison.Ordinal)) is not { } person
            || !person.Role.Equals(statement.Role, StringComparison.Ordinal) || !person.Party.Equals(statement.Party, StringComparison.Ordinal))
        {
            return EnrolmentAnswer.Of(DeskErrors.NotInvitable(statement));
        }

        var invitation = new Invitation(
            statement.Id, statement.Approver, statement.Role, statement.Party, statement.Expires, by.KeyId, envelope.ToJson(), 0, Used: null);
        var entry = await RecordAsync(model, "invited", null, e => e.Invited(invitation, envelope)).ConfigureAwait(false);
        var error = await _credentials.InviteAsync(invitation with { Entry = entry }, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            await RecordAsync(model, "invited", error, e => e.Invited(invitation, envelope)).ConfigureAwait(false);
            return Refused(error);
        }

        metrics.CaseActed("invited");
        return new EnrolmentAnswer { Invitation = invitation, Entry = entry };
    }

    /// <summary>What a browser needs to make a credential for whoever has the token.</summary>
    public async ValueTask<EnrolmentAnswer> ChallengeAsync(GatewayModel model, string token, CancellationToken cancellationToken)
    {
        var (invitation, challenge, person, error) = await OpenAsync(model, token, cancellationToken).ConfigureAwait(false);
        return error is not null
            ? EnrolmentAnswer.Of(error)
            : new EnrolmentAnswer
            {
                Invitation = invitation,
                Party = model.Book.RelyingParty,
                Challenge = challenge,
                Name = person!.Name,
                Present = [.. await _credentials.ListAsync(person.Id, cancellationToken).ConfigureAwait(false)],
            };
    }

    /// <summary>Enrols the credential that the person's hardware key made, and uses the invitation up.</summary>
    public async ValueTask<EnrolmentAnswer> EnrolAsync(
        GatewayModel model, string token, WebAuthnRegistration registration, CancellationToken cancellationToken)
    {
        var (invitation, challenge, person, error) = await OpenAsync(model, token, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            return EnrolmentAnswer.Of(error);
        }

        var now = time.GetUtcNow();
        var made = RegistrationCheck.Verify(registration, challenge, model.Book.RelyingParty!, model.Authenticators, now);
        if (!made.IsValid)
        {
            return Refused(new OversightError(made.Fault.Code, made.Fault.Message));
        }

        var credential = Credential.Of(made.Credential, invitation!, entry: 0, now);
        if (model.Book.FaultOfKey(person!, SignatureKind.WebAuthn, credential) is { } other)
        {
            return Refused(other);
        }

        var entry = await RecordAsync(model, "enrolled", null, e => e.Enrolled(credential, invitation!, registration)).ConfigureAwait(false);
        credential = seal.Seal(credential with { Entry = entry });
        if (await _credentials.EnrolAsync(credential, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            await RecordAsync(model, "enrolled", refusal, e => e.Enrolled(credential, invitation!, registration)).ConfigureAwait(false);
            return Refused(refusal);
        }

        metrics.CaseActed("enrolled");
        return new EnrolmentAnswer { Credential = credential, Entry = entry };
    }

    /// <summary>Takes a retirement that a party signed for a key of one of its own people.</summary>
    public async ValueTask<EnrolmentAnswer> RetireAsync(GatewayModel model, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        RetirementStatement statement;
        DsseEnvelope envelope;
        try
        {
            envelope = DsseEnvelope.Parse(body.Span);
            statement = Signed(envelope, RetirementStatement.PayloadType) ? RetirementStatement.Read(envelope.Payload) : throw new FormatException($"it must have the type `{RetirementStatement.PayloadType}` and one signature");
        }
        catch (FormatException fault)
        {
            return EnrolmentAnswer.Of(DeskErrors.Malformed(fault.Message));
        }

        if ((time.GetUtcNow() - statement.Time).Duration() > DecisionStatement.Freshness)
        {
            return EnrolmentAnswer.Of(DeskErrors.Stale);
        }

        var credential = await _credentials.FindAsync(statement.Credential, cancellationToken).ConfigureAwait(false);
        if (credential is null || await PartyKeyAsync(model, envelope, credential.Party, cancellationToken).ConfigureAwait(false) is not { } by)
        {
            return EnrolmentAnswer.Of(DeskErrors.NotRetirable);
        }

        var entry = await RecordAsync(model, "retired", null, e => e.Retired(credential, statement.Reason, by.KeyId, envelope)).ConfigureAwait(false);
        await _credentials.RetireAsync(credential.Id, cancellationToken).ConfigureAwait(false);
        metrics.CaseActed("retired");
        return new EnrolmentAnswer { Credential = credential with { Retired = time.GetUtcNow() }, Entry = entry };
    }

    private static bool Signed(DsseEnvelope envelope, string type) => envelope.PayloadType == type && envelope.Signatures.Length == 1;

    /// <summary>The party's key that signed, where it was not revoked.</summary>
    private async ValueTask<VerifyingKey?> PartyKeyAsync(GatewayModel model, DsseEnvelope envelope, string party, CancellationToken cancellationToken)
    {
        var key = model.Parties.FirstOrDefault(known => known.Role.Equals(party, StringComparison.Ordinal) && envelope.IsSignedBy(known.Key)).Key;
        return key is null || (await stores.RevokedSigners.ListAsync(cancellationToken).ConfigureAwait(false)).Has(key) ? null : key;
    }

    private async ValueTask<(Invitation? Invitation, byte[] Challenge, Approver? Person, GatewayError? Error)> OpenAsync(
        GatewayModel model, string token, CancellationToken cancellationToken)
    {
        if (model.Book.RelyingParty is null)
        {
            return (null, [], null, DeskErrors.NoHardwareKeys);
        }

        var invitation = token.Length == Invitation.TokenLength
            ? await _credentials.FindInvitationAsync(Invitation.IdOf(token), cancellationToken).ConfigureAwait(false)
            : null;
        var error = invitation switch
        {
            null => CredentialRules.InvitationUnknown,
            { Used: not null } => CredentialRules.InvitationUsed,
            _ when invitation.Expires <= time.GetUtcNow() => CredentialRules.InvitationExpired,
            _ => null,
        };
        if (error is not null)
        {
            return (null, [], null, DeskErrors.Of(error));
        }

        // What the database says counts only as far as a party signed it.
        var envelope = DsseEnvelope.Parse(invitation!.Statement.Span);
        var statement = InvitationStatement.Read(envelope.Payload);
        var person = model.Book.Approvers.FirstOrDefault(known => known.Id.Equals(statement.Approver, StringComparison.Ordinal));
        return await PartyKeyAsync(model, envelope, statement.Party, cancellationToken).ConfigureAwait(false) is null || statement.Id != invitation.Id || statement.Approver != invitation.Approver
            || statement.Role != invitation.Role || statement.Party != invitation.Party || statement.Expires != invitation.Expires
            || person is null || person.Role != statement.Role || person.Party != statement.Party
            ? (null, [], null, DeskErrors.Of(CredentialRules.InvitationUnknown))
            : (invitation, PersonalStatement.ChallengeFor(envelope.Payload), person, null);
    }

    private EnrolmentAnswer Refused(OversightError error)
    {
        metrics.CaseActed(error.Code);
        return EnrolmentAnswer.Of(DeskErrors.Of(error));
    }

    private ValueTask<long> RecordAsync(GatewayModel model, string act, OversightError? error, Func<ApproverEntry, byte[]> write) =>
        recorder.RecordAsync(
            write(new ApproverEntry(act, model.Agreement.Hash, recorder.Safeguards, time.GetUtcNow()) { Error = error?.Code }), CancellationToken.None);
}
