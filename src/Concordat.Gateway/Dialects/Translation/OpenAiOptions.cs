using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>What the two OpenAI routes say in the same words.</summary>
internal static class OpenAiOptions
{
    /// <summary>Reads a member that both routes have; one that asks for no more than the default says nothing, any other is refused.</summary>
    public static void Read(NeutralRequest request, string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "temperature":
                request.Set(RequestOption.Temperature, value, path);
                break;
            case "top_p":
                request.Set(RequestOption.TopP, value, path);
                break;
            case "user":
                request.Set(RequestOption.User, value, path);
                break;
            case "verbosity":
                request.Set(RequestOption.Verbosity, value, path);
                break;
            case "parallel_tool_calls" when RequestJson.Flag(value, path):
                break;
            case "parallel_tool_calls":
                request.Set(RequestOption.OneCall, value, path);
                break;
            case "store" or "logprobs" or "background" when value.ValueKind == JsonValueKind.False:
            case "n" when value.ValueKind == JsonValueKind.Number && value.GetRawText() == "1":
            case "service_tier" when RequestJson.Is(value, "auto"u8):
            case "truncation" when RequestJson.Is(value, "disabled"u8):
            case "metadata" when value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().MoveNext():
            case "include" when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0:
                break;
            default:
                throw new RequestFaultException(path);
        }
    }

    public static ToolChoice ChoiceOf(JsonElement choice, string path) => choice.GetString() switch
    {
        "auto" => ToolChoice.Auto,
        "none" => ToolChoice.None,
        "required" => ToolChoice.Any,
        _ => throw new RequestFaultException(path),
    };

    /// <summary>A function: <c>name</c>, <c>description</c>, <c>parameters</c>, <c>strict</c>.</summary>
    /// <param name="typed">The object says its <c>type</c> beside them.</param>
    public static NeutralTool ReadFunction(JsonElement function, string path, bool typed)
    {
        var name = "";
        string? description = null;
        var schema = default(JsonElement);
        bool? strict = null;
        foreach (var member in RequestJson.Members(function, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "name":
                    name = RequestJson.Text(member.Value, at);
                    break;
                case "description":
                    description = RequestJson.Text(member.Value, at);
                    break;
                case "parameters":
                    schema = member.Value;
                    break;
                case "strict":
                    strict = RequestJson.Flag(member.Value, at);
                    break;
                case "type" when typed:
                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }

        return new NeutralTool(name, description, schema, strict, path);
    }
}
