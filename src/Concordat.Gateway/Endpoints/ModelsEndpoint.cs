using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary><c>GET /v1/models</c>: what can be asked for here, with the routes it is served on.</summary>
internal static class ModelsEndpoint
{
    public static async Task HandleAsync(HttpContext http, ConcordatGateway gateway)
    {
        var dialect = GatewayEndpoints.DialectOf("chat")!;
        if (gateway.Model is not { } model)
        {
            await ErrorWriter.WriteAsync(http, dialect, GatewayErrors.NotReady).ConfigureAwait(false);
            return;
        }

        if (CallerKey.Fault(http, gateway.Keys, out _) is { } refused)
        {
            await ErrorWriter.WriteAsync(http, dialect, refused).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var route in model.Routes.Values.OrderBy(route => route.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", route.Name);
            json.WriteString("object", "model");
            json.WriteNumber("created", 0);
            json.WriteString("owned_by", route.Deployments[0].Config.Vendor);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
