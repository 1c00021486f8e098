using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>What the writers of upstream requests share.</summary>
internal static class RequestWriting
{
    /// <summary>Writes a setting under the upstream's name for it, where the client has set it.</summary>
    public static void Option(Utf8JsonWriter json, NeutralRequest request, RequestOption option, string name)
    {
        if (request.TryTake(option, out var set))
        {
            json.WritePropertyName(name);
            set.Value.WriteTo(json);
        }
    }

    /// <summary>Writes texts that end the answer as a list.</summary>
    public static void Stops(Utf8JsonWriter json, NeutralRequest request, string name)
    {
        if (!request.TryTake(RequestOption.Stop, out var stops))
        {
            return;
        }

        json.WriteStartArray(name);
        if (stops.Value.ValueKind == JsonValueKind.String)
        {
            stops.Value.WriteTo(json);
        }
        else
        {
            foreach (var (stop, path) in RequestJson.Items(stops.Value, stops.Path))
            {
                json.WriteStringValue(RequestJson.Text(stop, path));
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a schema; a tool without one takes no arguments.</summary>
    public static void Schema(Utf8JsonWriter json, string name, JsonElement schema)
    {
        json.WritePropertyName(name);
        if (schema.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteRawValue("""{"type":"object","properties":{}}"""u8, skipInputValidation: true);
        }
        else
        {
            schema.WriteTo(json);
        }
    }

    /// <summary>Where tools are described in other words, strictness has no place.</summary>
    public static void RefuseStrict(NeutralTool tool)
    {
        if (tool.Strict is true)
        {
            throw new RequestFaultException($"{tool.Path}.strict");
        }
    }

    /// <summary>The parts of an answer's JSON Schema.</summary>
    public static (JsonElement Schema, string Path) SchemaOf(OptionValue format) =>
        format.Value.ValueKind == JsonValueKind.Object && format.Value.TryGetProperty("schema"u8, out var schema)
            ? (schema, format.Path)
            : throw new RequestFaultException($"{format.Path}.schema", $"`{format.Path}.schema` is missing; add the JSON Schema of the answer");

    public static string DataUrl(NeutralPart image) => image.Media.Length == 0 ? image.Text : $"data:{image.Media};base64,{image.Text}";
}
