using Concordat.Gateway.Errors;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>What a person is told whose statement is not taken.</summary>
internal static class DeskErrors
{
    public static readonly GatewayError Unsigned = Forbidden(
        ErrorCodes.NotAnApprover, "you are nobody who may decide here; approvers stand under `approvers` in the configuration");

    public static readonly GatewayError WrongAct = Malformed("it says something else than this route is for");

    public static readonly GatewayError Stale = Forbidden(
        ErrorCodes.StaleStatement, "the statement was signed more than five minutes from now; sign again, and check the clock of both machines");

    public static readonly GatewayError Replayed = Forbidden(
        ErrorCodes.Replayed, "this very assertion was taken before; sign again");

    public static readonly GatewayError Retired = Forbidden(
        "credential_retired", "the hardware key was retired; ask for an invitation for another");

    public static readonly GatewayError NoHardwareKeys = Forbidden(
        "webauthn_off", "hardware keys are not taken here; `webAuthn` in the configuration says how they are");

    public static readonly GatewayError NoCredential = Forbidden(
        "credential_unknown", "nobody of this id has a hardware key here; `concordat approver invite` invites them");

    public static readonly GatewayError NotRetirable = Forbidden(
        ErrorCodes.NotAnApprover, "there is no such hardware key, or the retirement is not signed by the party that its owner acts for");

    public static readonly GatewayError NotAssignable = Conflict(
        "not_assignable", "a case is assigned to somebody who may decide it; approvers stand under `approvers` in the configuration");

    public static readonly GatewayError NotAPlatformEngineer = Forbidden(
        ErrorCodes.NotAPlatformEngineer, "the statement is not signed by a platform engineer, who alone makes and revokes API keys; they and their keys stand under `console.people` in the configuration");

    public static readonly GatewayError RevokedKey = Forbidden(
        ErrorCodes.NotAPlatformEngineer, "the key that signed the statement was revoked; sign with a new key, whose public part stands under `console.people` in the configuration");

    public static readonly GatewayError StatementUsed = Conflict(
        ErrorCodes.StatementUsed, "this very statement has made its key before, and the secret is not shown again; sign anew for another key");

    public static readonly GatewayError KeyNotFound = new(404, "invalid_request_error", ErrorCodes.KeyNotFound, "there is no API key of this id");

    public static GatewayError KeyNotMade(string why) => new(422, "invalid_request_error", ErrorCodes.KeyNotMade, why);

    public static GatewayError NotAParty(string party) => Forbidden(
        ErrorCodes.NotAnApprover, $"the invitation is not signed by the {Word(party)}, with the key by which it signed the agreement");

    public static GatewayError NotInvitable(InvitationStatement invitation) => Forbidden(
        ErrorCodes.NotAnApprover, $"there is no `{Word(invitation.Approver)}`, {Word(invitation.Role)} of {Word(invitation.Party)}, under `approvers` in the configuration; put them there first");

    public static GatewayError Regressed(Approver approver) => Forbidden(
        ErrorCodes.CounterRegressed, $"the counter of this hardware key of `{approver.Id}` went backwards: it may have been copied; retire it, and find out");

    /// <summary>What cannot be read at all; parts of an authenticator's answer have codes of their own.</summary>
    public static GatewayError Unreadable(FormatException fault) => fault is SigningFormatException { Code: var code } && code.StartsWith("webauthn_", StringComparison.Ordinal)
        ? new(400, "invalid_request_error", code, $"the statement cannot be read: {fault.Message}")
        : Malformed(fault.Message);

    public static GatewayError Malformed(string why) => new(400, "invalid_request_error", ErrorCodes.InvalidStatement, $"the statement cannot be read: {why}");

    public static GatewayError NotFound(CaseId id) => new(404, "invalid_request_error", ErrorCodes.CaseNotFound, $"there is no case `{id}`");

    public static GatewayError OtherPerson(Approver approver) => Forbidden(
        ErrorCodes.NotAnApprover, $"the statement speaks for somebody else than `{approver.Id}`, whose key signed it");

    public static GatewayError NotAReviewer(Approver approver) => Forbidden(
        ErrorCodes.NotAnApprover, $"`{approver.Id}` is no reviewer; reviewers settle reports of false positives");

    public static GatewayError Revoked(Approver approver) => Forbidden(
        ErrorCodes.NotAnApprover, $"the key of `{approver.Id}` that signed the statement was revoked; sign with a new key, whose public part stands under `approvers` in the configuration");

    public static GatewayError SignedByAnother(string person) => Forbidden(
        ErrorCodes.NotAnApprover, $"the statement is signed by somebody else than `{person}`, who is signed in; each person hands in their own");

    public static GatewayError WithoutAction(CaseId id) => Conflict(
        "case_without_action", $"case `{id}` holds no action to sign; resubmit the request to open a new case");

    public static GatewayError OtherKey(CaseId id) => Forbidden(
        ErrorCodes.OtherKey, $"case `{id}` was opened for another API key of the use case; only that one takes it back");

    public static GatewayError RuledBeside(CaseId id) => Conflict(
        ErrorCodes.RuledBeside, $"under this agreement certified work goes on while people rule on case `{id}`, so only people end it");

    public static GatewayError OtherAction(CaseId id) => Conflict(
        "other_action", $"what was signed is not the action of case `{id}`, or not its text; read it again");

    public static GatewayError OtherAgreement(Case held) => Conflict(
        "other_agreement", $"case `{held.Id}` was opened under the agreement {held.Action.AgreementHash[..12]}, which is no longer in force; resubmit the request, it is decided anew");

    public static GatewayError Requester(Approver approver, Case held) => Forbidden(
        "requester", $"`{approver.Id}` asks for the use case `{held.Action.UseCase}`, and nobody approves what they ask for");

    public static GatewayError AboveClearance(Approver approver, Case held) => Forbidden(
        ErrorCodes.AboveClearance, $"case `{held.Id}` is marked above the clearance of `{approver.Id}`, or its marking is not known; somebody cleared for it decides");

    public static GatewayError NoSeat(Approver approver, Case held, Quorum quorum) => Forbidden(
        "no_seat", $"`{approver.Id}` ({approver.Role} of {approver.Party}) has no say in case `{held.Id}`; it needs {quorum}");

    /// <summary>What the rules of people and cases refuse; their codes are the same here.</summary>
    public static GatewayError Of(OversightError error) => error.Code switch
    {
        ErrorCodes.InvalidStatement or "webauthn_malformed" or "webauthn_too_large" => new(400, "invalid_request_error", error.Code, error.Message),
        "too_fast" or "unread" or "not_asked_yet" or ErrorCodes.AppointmentOver or "no_seat" or ErrorCodes.NotAnApprover => Forbidden(error.Code, error.Message),
        var code when IsOfSignature(code) => Forbidden(code, error.Message),
        _ => Conflict(error.Code, error.Message),
    };

    private static string Word(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? text : "?";

    private static bool IsOfSignature(string code) =>
        code.StartsWith("webauthn_", StringComparison.Ordinal) || code.StartsWith("card", StringComparison.Ordinal)
        || code is "credential_unknown" or "credential_model" or "credential_retired" or "credential_outdated" or "invitation_unknown" or "invitation_used" or "invitation_expired";

    private static GatewayError Forbidden(string code, string message) => new(403, "permission_error", code, message);

    private static GatewayError Conflict(string code, string message) => new(409, "invalid_request_error", code, message);
}
