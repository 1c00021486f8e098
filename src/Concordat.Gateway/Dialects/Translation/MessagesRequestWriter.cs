using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes a request for <c>v1/messages</c> (Anthropic API reference, Messages).</summary>
internal static class MessagesRequestWriter
{
    /// <param name="outputTokens">Most tokens of an answer where the client names none: this dialect wants a number.</param>
    public static void Write(Utf8JsonWriter json, NeutralRequest request, int outputTokens)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        if (request.TryTake(RequestOption.MaxTokens, out var most))
        {
            json.WritePropertyName("max_tokens");
            most.Value.WriteTo(json);
        }
        else
        {
            json.WriteNumber("max_tokens", outputTokens);
        }

        WriteInstructions(json, request);
        json.WriteStartArray("messages");
        foreach (var turn in request.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role", turn.IsModel ? "assistant" : "user");
            json.WritePropertyName("content");
            WriteContent(json, turn.Parts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (request.Stream)
        {
            json.WriteBoolean("stream", true);
        }

        WriteTools(json, request);
        RequestWriting.Option(json, request, RequestOption.Temperature, "temperature");
        RequestWriting.Option(json, request, RequestOption.TopP, "top_p");
        RequestWriting.Option(json, request, RequestOption.TopK, "top_k");
        RequestWriting.Stops(json, request, "stop_sequences");
        if (request.TryTake(RequestOption.User, out var user))
        {
            json.WriteStartObject("metadata");
            json.WriteString("user_id", RequestJson.Text(user.Value, user.Path));
            json.WriteEndObject();
        }

        if (request.TryTake(RequestOption.Schema, out var format))
        {
            json.WriteStartObject("output_config");
            json.WriteStartObject("format");
            json.WriteString("type", "json_schema");
            RequestWriting.Schema(json, "schema", RequestWriting.SchemaOf(format).Schema);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        request.RefuseRest();
    }

    private static void WriteInstructions(Utf8JsonWriter json, NeutralRequest request)
    {
        if (request.Instructions.Count == 1)
        {
            json.WriteString("system", request.Instructions[0]);
        }
        else if (request.Instructions.Count > 1)
        {
            json.WriteStartArray("system");
            foreach (var instruction in request.Instructions)
            {
                WriteText(json, instruction);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteContent(Utf8JsonWriter json, List<NeutralPart> parts)
    {
        if (parts is [{ Kind: PartKind.Text } only])
        {
            json.WriteStringValue(only.Text);
            return;
        }

        json.WriteStartArray();
        foreach (var part in parts)
        {
            switch (part.Kind)
            {
                case PartKind.Text:
                    WriteText(json, part.Text);
                    break;
                case PartKind.Reasoning when part.Signature.Length > 0:
                    json.WriteStartObject();
                    json.WriteString("type", "thinking");
                    json.WriteString("thinking", part.Text);
                    json.WriteString("signature", part.Signature);
                    json.WriteEndObject();
                    break;
                case PartKind.Image:
                    WriteImage(json, part);
                    break;
                case PartKind.Call:
                    WriteCall(json, part);
                    break;
                case PartKind.Result:
                    WriteResult(json, part);
                    break;
                default:
                    // A thought without the vendor's seal would be refused there, in words that say less.
                    throw new RequestFaultException(part.Path);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, NeutralPart image)
    {
        json.WriteStartObject();
        json.WriteString("type", "image");
        json.WriteStartObject("source");
        if (image.Media.Length == 0)
        {
            json.WriteString("type", "url");
            json.WriteString("url", image.Text);
        }
        else
        {
            json.WriteString("type", "base64");
            json.WriteString("media_type", image.Media);
            json.WriteString("data", image.Text);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, NeutralPart call)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_use");
        json.WriteString("id", call.Id);
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        json.WriteRawValue(call.Arguments);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, NeutralPart result)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", result.Id);
        if (result.IsError)
        {
            json.WriteBoolean("is_error", true);
        }

        json.WritePropertyName("content");
        WriteContent(json, result.Content);
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, NeutralRequest request)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (var tool in request.Tools)
            {
                json.WriteStartObject();
                json.WriteString("name", tool.Name);
                if (tool.Description is not null)
                {
                    json.WriteString("description", tool.Description);
                }

                RequestWriting.Schema(json, "input_schema", tool.Schema);
                if (tool.Strict is true)
                {
                    json.WriteBoolean("strict", true);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        var oneCall = request.TryTake(RequestOption.OneCall, out _);
        if (request.Choice == ToolChoice.Unsaid && !oneCall)
        {
            return;
        }

        json.WriteStartObject("tool_choice");
        json.WriteString("type", request.Choice switch
        {
            ToolChoice.None => "none",
            ToolChoice.Any => "any",
            ToolChoice.Named => "tool",
            _ => "auto",
        });
        if (request.Choice == ToolChoice.Named)
        {
            json.WriteString("name", request.ChosenTool);
        }

        if (oneCall && request.Choice != ToolChoice.None)
        {
            json.WriteBoolean("disable_parallel_tool_use", true);
        }

        json.WriteEndObject();
    }
}
