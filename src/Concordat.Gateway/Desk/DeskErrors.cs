using Concordat.Gateway.Errors;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Desk;

/// <summary>What a person is told whose statement is not taken.</summary>
internal static class DeskErrors
{
    public static readonly GatewayError Unsigned = Forbidden(
        ErrorCodes.NotAnApprover, "the statement is not signed with the key of anybody who may decide here; approvers and their keys stand under `approvers` in the configuration");

    public static readonly GatewayError WrongAct = Malformed("it says something else than this route is for");

    public static readonly GatewayError Stale = Forbidden(
        ErrorCodes.StaleStatement, "the statement was signed more than five minutes from now; sign again, and check the clock of both machines");

    public static GatewayError Malformed(string why) => new(400, "invalid_request_error", ErrorCodes.InvalidStatement, $"the statement cannot be read: {why}");

    public static GatewayError NotFound(CaseId id) => new(404, "invalid_request_error", ErrorCodes.CaseNotFound, $"there is no case `{id}`");

    public static GatewayError OtherPerson(Approver approver) => Forbidden(
        ErrorCodes.NotAnApprover, $"the statement speaks for somebody else than `{approver.Id}`, whose key signed it");

    public static GatewayError Revoked(Approver approver) => Forbidden(
        ErrorCodes.NotAnApprover, $"the key of `{approver.Id}` that signed the statement was revoked; sign with a new key, whose public part stands under `approvers` in the configuration");

    public static GatewayError SignedByAnother(string person) => Forbidden(
        ErrorCodes.NotAnApprover, $"the statement is signed by somebody else than `{person}`, who is signed in; each person hands in their own");

    public static GatewayError WithoutAction(CaseId id) => Conflict(
        "case_without_action", $"case `{id}` holds no action to sign; resubmit the request to open a new case");

    public static GatewayError OtherAction(CaseId id) => Conflict(
        "other_action", $"what was signed is not the action of case `{id}`, or not its text; read it again");

    public static GatewayError OtherAgreement(Case held) => Conflict(
        "other_agreement", $"case `{held.Id}` was opened under the agreement {held.Action.AgreementHash[..12]}, which is no longer in force; resubmit the request to open a new case");

    public static GatewayError Requester(Approver approver, Case held) => Forbidden(
        "requester", $"`{approver.Id}` asks for the use case `{held.Action.UseCase}`, and nobody approves what they ask for");

    public static GatewayError NoSeat(Approver approver, Case held, Quorum quorum) => Forbidden(
        "no_seat", $"`{approver.Id}` ({approver.Role} of {approver.Party}) has no say in case `{held.Id}`; it needs {quorum}");

    /// <summary>What the rules of cases refuse; their codes are the same here.</summary>
    public static GatewayError Of(OversightError error) => error.Code is "too_fast" or "unread" or "no_seat"
        ? Forbidden(error.Code, error.Message)
        : Conflict(error.Code, error.Message);

    private static GatewayError Forbidden(string code, string message) => new(403, "permission_error", code, message);

    private static GatewayError Conflict(string code, string message) => new(409, "invalid_request_error", code, message);
}
