using System.Text.Json;
using Concordat.Gateway.Desk;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>The routes on which hardware keys of people come and go.</summary>
internal static class ApproverEndpoints
{
    /// <summary><c>POST /v1/approvers/invitations</c>: takes an invitation that a party signed.</summary>
    public static Task InviteAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(
        http, gateway, (model, body) => gateway.Enrolment.InviteAsync(model, body, http.RequestAborted), (json, answer) =>
        {
            json.WriteString("invitation", answer.Invitation!.Id);
            json.WriteString("approver", answer.Invitation.Approver);
            json.WriteString("expires", answer.Invitation.Expires);
        });

    /// <summary><c>POST /v1/approvers/retirements</c>: takes a retirement that a party signed.</summary>
    public static Task RetireAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(
        http, gateway, (model, body) => gateway.Enrolment.RetireAsync(model, body, http.RequestAborted), WriteCredential);

    /// <summary><c>POST /v1/approvers/challenges</c>: what a browser needs to make a credential, for whoever has an invitation's token.</summary>
    public static Task ChallengeAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async model =>
    {
        var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
        var (token, _, malformed) = unread is null ? Parse(body, withCredential: false) : ("", null, unread);
        if (malformed is not null)
        {
            return (malformed, null);
        }

        var answer = await gateway.Enrolment.ChallengeAsync(model, token, http.RequestAborted).ConfigureAwait(false);
        return (answer.Error, json => WebAuthnJson.WriteCreation(json, answer));
    });

    /// <summary><c>POST /v1/approvers/credentials</c>: enrols the credential that the browser made.</summary>
    public static Task EnrolAsync(HttpContext http, ConcordatGateway gateway) => TakeAsync(
        http, gateway,
        async (model, body) =>
        {
            var (token, registration, malformed) = Parse(body, withCredential: true);
            return malformed is not null
                ? EnrolmentAnswer.Of(malformed)
                : await gateway.Enrolment.EnrolAsync(model, token, registration!, http.RequestAborted).ConfigureAwait(false);
        },
        WriteCredential);

    private static Task TakeAsync(
        HttpContext http, ConcordatGateway gateway, Func<GatewayModel, byte[], ValueTask<EnrolmentAnswer>> take, Action<Utf8JsonWriter, EnrolmentAnswer> write) =>
        DeskHttp.AnswerAsync(http, gateway, async model =>
        {
            var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
            if (unread is not null)
            {
                return (unread, null);
            }

            var answer = await take(model, body).ConfigureAwait(false);
            return (answer.Error, json => Write(json, answer, write));
        });

    private static void Write(Utf8JsonWriter json, EnrolmentAnswer answer, Action<Utf8JsonWriter, EnrolmentAnswer> members)
    {
        json.WriteStartObject();
        members(json, answer);
        json.WriteNumber("entry", answer.Entry!.Value);
        json.WriteEndObject();
    }

    private static void WriteCredential(Utf8JsonWriter json, EnrolmentAnswer answer)
    {
        var credential = answer.Credential!;
        json.WriteString("credential", credential.Id);
        json.WriteString("approver", credential.Approver);
        json.WriteString("role", credential.Role);
        json.WriteString("party", credential.Party);
        json.WriteString("key", credential.KeyId);
        json.WriteString("model", credential.Model);
        json.WriteBoolean("attested", credential.IsAttested);
        if (credential.Retired is { } retired)
        {
            json.WriteString("retired", retired);
        }
    }

    private static (string Token, WebAuthnRegistration? Registration, GatewayError? Error) Parse(byte[] body, bool withCredential)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            var root = parsed.RootElement;
            var token = root.GetProperty("invitation").GetString() ?? "";
            return (token, withCredential ? WebAuthnRegistration.Read(root.GetProperty("credential")) : null, null);
        }
        catch (SigningFormatException fault)
        {
            return ("", null, DeskErrors.Unreadable(fault));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ("", null, DeskErrors.Malformed(withCredential ? "`invitation` and `credential` are needed, as JSON" : "`invitation` is needed, as JSON"));
        }
    }
}
