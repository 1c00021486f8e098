using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Credentials;
using Concordat.Signing;
using Concordat.Signing.Cms;
using Concordat.Signing.WebAuthn;

namespace Concordat.Oversight.Grants;

/// <summary>Who may decide, and how their signatures are known. Immutable.</summary>
/// <param name="approvers">The people.</param>
/// <param name="relyingParty">For whom hardware keys sign here; null where none are taken.</param>
/// <param name="cards">Which smart cards are taken; null where none are.</param>
/// <param name="seal">Tells credentials that were enrolled from rows that somebody wrote into the database.</param>
/// <param name="required">By role, the models of hardware keys that the agreement has people of that role decide with; null where it says nothing.</param>
public sealed class ApproverBook(
    ImmutableArray<Approver> approvers, RelyingParty? relyingParty, CardTrust? cards, CredentialSeal seal,
    IReadOnlyDictionary<string, ImmutableArray<string>>? required = null)
{
    private static readonly OversightError Unsigned = new(
        "not_an_approver", "the statement is not signed with the key of anybody who may decide here; approvers and their keys stand under `approvers` in the configuration");

    public ImmutableArray<Approver> Approvers { get; } = approvers;

    /// <summary>For whom hardware keys sign here; null where none are taken.</summary>
    public RelyingParty? RelyingParty { get; } = relyingParty;

    private CredentialKeys Keys { get; init; } = new();

    /// <summary>The same book without the people who ask for that use case: nobody approves what they ask for.</summary>
    public ApproverBook Without(string useCase) =>
        new([.. Approvers.Where(approver => !approver.RequestsFor.Contains(useCase, StringComparer.Ordinal))], RelyingParty, cards, seal, required) { Keys = Keys };

    /// <summary>Says whose signature over the payload the statement bears. What it says is not looked at, nor a sign counter taken.</summary>
    /// <exception cref="OversightUnavailableException">The store of credentials does not answer.</exception>
    public async ValueTask<SignerResult> IdentifyAsync(
        PersonalStatement statement, ICredentialStore credentials, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(credentials);
        var found = statement switch
        {
            { Envelope: { } envelope } => ByKey(envelope),
            { Assertion: { } assertion } => await ByHardwareKeyAsync(statement, assertion, credentials, cancellation),
            _ => ByCard(statement, now),
        };
        return found.Signer is not { } signer ? found
            : signer.Kind != SignatureKind.WebAuthn && signer.Approver.Appointment?.HoldsAt(now) is false ? Refused(new OversightError(
                "appointment_over", $"`{signer.Approver.Id}` is not appointed by the {signer.Approver.Party} at this time; have them appointed anew, and name the new file in the configuration"))
            : FaultOfKey(signer.Approver, signer.Kind, signer.Credential) is { } wrong ? Refused(wrong)
            : found;
    }

    /// <summary>Why the agreement does not let a person of that role decide with such a key; null where it does.</summary>
    public OversightError? FaultOfKey(Approver approver, SignatureKind kind, Credential? credential)
    {
        ArgumentNullException.ThrowIfNull(approver);
        return required?.TryGetValue(approver.Role, out var models) != true
            || (kind == SignatureKind.Cms && models.Contains(AgreementTerms.Card, StringComparer.Ordinal))
            || (kind == SignatureKind.WebAuthn && credential is { IsAttested: true, BackupEligible: false } && models.Contains(credential.Model.ToString(), StringComparer.Ordinal))
            ? null
            : new OversightError(
                "credential_model", $"the agreement has a {approver.Role} decide with a hardware key of a model that it names, vouched for by its maker and bound to the device; `{approver.Id}` signed with another");
    }

    /// <summary>The person whose hardware key this is, as they may decide today.</summary>
    /// <returns>Why it does not count; null where it does.</returns>
    public OversightError? FaultOf(Credential? credential, out Approver? approver)
    {
        approver = credential is null ? null : Approvers.FirstOrDefault(known => known.Id.Equals(credential.Approver, StringComparison.Ordinal));
        return credential is null || !seal.Holds(credential) ? new OversightError(
                "credential_unknown", "the hardware key is not enrolled here; `concordat approver invite` invites its owner")
            : credential.Retired is not null ? new OversightError("credential_retired", "the hardware key was retired; ask for an invitation for another")
            : approver is null ? Unsigned
            : approver.Role.Equals(credential.Role, StringComparison.Ordinal) && approver.Party.Equals(credential.Party, StringComparison.Ordinal)
                ? FaultOfKey(approver, SignatureKind.WebAuthn, credential)
            : new OversightError(
                "credential_outdated",
                $"`{approver.Id}` enrolled the hardware key as {credential.Role} of {credential.Party}, and is {approver.Role} of {approver.Party} now; a new invitation is needed");
    }

    private SignerResult ByKey(DsseEnvelope envelope)
    {
        if (envelope.Signatures is not [var signature])
        {
            return Refused(new OversightError("invalid_statement", "the statement cannot be read: it must have one signature"));
        }

        var approver = Approvers.FirstOrDefault(known => known.Key is { } key && key.KeyId.Equals(signature.KeyId, StringComparison.Ordinal));
        return approver is not null && envelope.IsSignedBy(approver.Key!)
            ? new SignerResult(new Signer(approver, SignatureKind.Key, approver.Key!.KeyId), null)
            : Refused(Unsigned);
    }

    private async ValueTask<SignerResult> ByHardwareKeyAsync(
        PersonalStatement statement, WebAuthnAssertion assertion, ICredentialStore credentials, CancellationToken cancellation)
    {
        if (RelyingParty is null)
        {
            return Refused(new OversightError("webauthn_off", "hardware keys are not taken here; `webAuthn` in the configuration says how they are"));
        }

        var credential = await credentials.FindAsync(assertion.Id, cancellation);
        if (FaultOf(credential, out var approver) is { } fault)
        {
            return Refused(fault);
        }

        var key = Keys.Of(credential!);
        var result = AssertionCheck.Verify(assertion, key, PersonalStatement.ChallengeFor(statement.Payload), RelyingParty);
        return result.Fault is { } wrong ? Refused(new OversightError(wrong.Code, wrong.Message))
            : result.Flags.HasFlag(AuthenticatorTraits.BackupEligible) != credential!.BackupEligible ? Refused(new OversightError(WebAuthnFaults.BadFlags.Code, WebAuthnFaults.BadFlags.Message))
            : new SignerResult(new Signer(approver!, SignatureKind.WebAuthn, credential.KeyId) { Credential = credential, Assertion = result }, null);
    }

    private SignerResult ByCard(PersonalStatement statement, DateTimeOffset now)
    {
        if (cards is null)
        {
            return Refused(new OversightError("cards_off", "smart cards are not taken here; `smartCards` in the configuration says how they are"));
        }

        if (CmsSignature.Open(statement.Cms, statement.Payload) is not { } signature)
        {
            return Refused(new OversightError("card_signature", "the CMS signature is not one, or not over this statement; sign the statement's very bytes, detached, with SHA-256 or longer"));
        }

        if (cards.FaultOf(signature, now) is { } fault)
        {
            return Refused(new OversightError(fault.Code, fault.Message));
        }

        var names = CardHolder.NamesOf(signature.Signer);
        var approver = Approvers.FirstOrDefault(known => known.Card is { } card && names.Contains(card, StringComparer.OrdinalIgnoreCase));
        return approver is null
            ? Refused(new OversightError("card_holder", "the card is of nobody who may decide here; the name in its certificate stands under `approvers`, as `card`"))
            : new SignerResult(new Signer(approver, SignatureKind.Cms, signature.KeyId), null);
    }

    private static SignerResult Refused(OversightError error) => new(null, error);
}
