using System.Text.Json;
using Concordat.Oversight.Keys;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>The routes on which platform engineers make and revoke API keys. An API key makes none: a person's signature does.</summary>
internal static class KeyEndpoints
{
    /// <summary><c>POST /v1/keys</c>: makes a key; its secret is in this answer and nowhere else.</summary>
    public static Task MakeAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async model =>
    {
        var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
        if (unread is not null)
        {
            return (unread, null);
        }

        var (created, error) = await gateway.KeyDesk.MakeAsync(model, body, http.RequestAborted).ConfigureAwait(false);
        if (created is null)
        {
            return (error, null);
        }

        http.Response.StatusCode = StatusCodes.Status201Created;
        return (null, json => Write(json, created.Record, created.ShownOnce));
    });

    /// <summary><c>POST /v1/keys/{id}/revocation</c>: ends a key for good.</summary>
    public static Task RevokeAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, async model =>
    {
        var (body, unread) = await DeskHttp.ReadBodyAsync(http, gateway).ConfigureAwait(false);
        if (unread is not null)
        {
            return (unread, null);
        }

        var (revoked, error) = await gateway.KeyDesk.RevokeAsync(model, (string)http.Request.RouteValues["id"]!, body, http.RequestAborted).ConfigureAwait(false);
        return (error, json => Write(json, revoked!, secret: null));
    });

    private static void Write(Utf8JsonWriter json, ApiKeyRecord record, string? secret)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("use_case", record.UseCase);
        json.WriteString("label", record.Label);
        json.WriteString("created", record.Created);
        if (record.Expires is { } expires)
        {
            json.WriteString("expires", expires);
        }

        if (record.Revoked is { } revoked)
        {
            json.WriteString("revoked", revoked);
        }

        if (secret is not null)
        {
            json.WriteString("key", secret);
        }

        json.WriteEndObject();
    }
}
