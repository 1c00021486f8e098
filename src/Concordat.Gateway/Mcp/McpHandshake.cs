using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Mcp;

/// <summary>What the gateway says about itself: tools and nothing else.</summary>
internal static class McpHandshake
{
    private const string Instructions =
        "Tools behind a usage agreement. A call that the agreement refuses or holds comes back as an error that names the clause and says what to do; "
        + "a held call is made again, unchanged, with the id of its case in _meta[\"concordat/case\"] once people have granted it.";

    private const int DiscoveryAge = 60_000;

    /// <summary>The result of <c>server/discover</c>.</summary>
    public static void WriteDiscovery(Utf8JsonWriter json)
    {
        json.WriteStartArray("supportedVersions");
        foreach (var version in McpVersions.All)
        {
            json.WriteStringValue(version);
        }

        json.WriteEndArray();
        WriteCapabilities(json);
        json.WriteString("instructions", Instructions);
        json.WriteNumber("ttlMs", DiscoveryAge);
        json.WriteString("cacheScope", "private");
    }

    /// <summary>Answers <c>initialize</c>: with the revision asked for where it is spoken, otherwise with the newest that has a handshake.</summary>
    public static async ValueTask<GatewayError?> OpenAsync(McpClient client, McpAnswer answer, Commitments commitments)
    {
        var parameters = client.Message.Params;
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("protocolVersion", out var asked) || asked.ValueKind != JsonValueKind.String)
        {
            return McpErrors.Parameters("$.params.protocolVersion", "`protocolVersion` is missing");
        }

        var version = McpVersions.IsLegacy(asked.GetString()) ? asked.GetString()! : McpVersions.NewestLegacy;
        var opensUrls = version == McpVersions.NewestLegacy && parameters.TryGetProperty("capabilities", out var capabilities) && OpensUrls(capabilities);
        var session = McpClientSession.Open(commitments, client.Exchange.Key.Id, version, opensUrls);
        client.Exchange.Http.Response.Headers[McpNames.SessionHeader] = session.Id;
        await answer.PlainAsync(json =>
        {
            json.WriteString("protocolVersion", version);
            WriteCapabilities(json);
            json.WritePropertyName("serverInfo");
            McpAnswer.WriteImplementation(json);
            json.WriteString("instructions", Instructions);
        }).ConfigureAwait(false);
        return null;
    }

    /// <summary>Whether a client can send its user to a page.</summary>
    public static bool OpensUrls(JsonElement capabilities) =>
        capabilities.ValueKind == JsonValueKind.Object && capabilities.TryGetProperty("elicitation", out var elicitation)
        && elicitation.ValueKind == JsonValueKind.Object && elicitation.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.Object;

    private static void WriteCapabilities(Utf8JsonWriter json)
    {
        json.WriteStartObject("capabilities");
        json.WriteStartObject("tools");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
