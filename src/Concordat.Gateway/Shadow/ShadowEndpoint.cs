using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Shadow;

/// <summary>
/// <c>GET /v1/deployments/shadow</c>: how candidates answer copies of requests of the key's use case, compared with what its clients got. Errors are
/// problem documents.
/// </summary>
internal static class ShadowEndpoint
{
    public static Task HandleAsync(HttpContext http, ConcordatGateway gateway) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        if (CallerKey.Fault(http, gateway.Keys, out var key) is { } error)
        {
            return error;
        }

        var traffic = await gateway.ShadowDesk.ReadAsync(http.RequestAborted).ConfigureAwait(false);
        json.WriteStartObject();
        json.WriteNumber("entries", traffic.Entries);
        json.WritePropertyName("candidates");
        JsonSerializer.Serialize(json, traffic.Reports(key!.UseCase), ShadowJson.Plain.IReadOnlyListShadowReport);
        json.WriteEndObject();
        return null;
    });
}
