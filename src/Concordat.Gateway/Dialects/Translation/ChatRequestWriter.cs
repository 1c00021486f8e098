using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes a request for <c>chat/completions</c> (OpenAI API reference, Chat Completions).</summary>
internal static class ChatRequestWriter
{
    public static void Write(Utf8JsonWriter json, NeutralRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        json.WriteStartArray("messages");
        foreach (var instruction in request.Instructions)
        {
            Message(json, "system", instruction);
        }

        foreach (var turn in request.Turns)
        {
            if (turn.IsModel)
            {
                WriteModel(json, turn);
            }
            else
            {
                WriteUser(json, turn);
            }
        }

        json.WriteEndArray();
        if (request.Stream)
        {
            json.WriteBoolean("stream", true);
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        }

        WriteTools(json, request);
        WriteOptions(json, request);
        json.WriteEndObject();
        request.RefuseRest();
    }

    private static void Message(Utf8JsonWriter json, string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, NeutralTurn turn)
    {
        var thought = new StringBuilder();
        var said = new List<NeutralPart>();
        var calls = new List<NeutralPart>();
        foreach (var part in turn.Parts)
        {
            switch (part.Kind)
            {
                case PartKind.Reasoning when part.Signature.Length == 0 && calls.Count == 0:
                    thought.Append(part.Text);
                    break;
                case PartKind.Text when calls.Count == 0:
                    said.Add(part);
                    break;
                case PartKind.Call:
                    calls.Add(part);
                    break;
                default:
                    // A sealed thought, or words behind a call: a message has no place for either.
                    throw new RequestFaultException(part.Path);
            }
        }

        json.WriteStartObject();
        json.WriteString("role", "assistant");
        if (thought.Length > 0)
        {
            json.WriteString("reasoning_content", thought.ToString());
        }

        Content(json, said);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                json.WriteStartObject();
                json.WriteString("id", call.Id);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, NeutralTurn turn)
    {
        var said = new List<NeutralPart>();
        foreach (var part in turn.Parts)
        {
            switch (part.Kind)
            {
                case PartKind.Result when said.Count == 0:
                    WriteResult(json, part);
                    break;
                case PartKind.Text or PartKind.Image:
                    said.Add(part);
                    break;
                default:
                    throw new RequestFaultException(part.Path);
            }
        }

        if (said.Count > 0)
        {
            json.WriteStartObject();
            json.WriteString("role", "user");
            Content(json, said);
            json.WriteEndObject();
        }
    }

    private static void WriteResult(Utf8JsonWriter json, NeutralPart result)
    {
        if (result.IsError)
        {
            throw new RequestFaultException($"{result.Path}.is_error");
        }

        foreach (var part in result.Content)
        {
            if (part.Kind != PartKind.Text)
            {
                throw new RequestFaultException(part.Path);
            }
        }

        json.WriteStartObject();
        json.WriteString("role", "tool");
        json.WriteString("tool_call_id", result.Id);
        Content(json, result.Content);
        json.WriteEndObject();
    }

    private static void Content(Utf8JsonWriter json, List<NeutralPart> parts)
    {
        if (parts is [] or [{ Kind: PartKind.Text }])
        {
            json.WriteString("content", parts.Count == 0 ? "" : parts[0].Text);
            return;
        }

        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            if (part.Kind == PartKind.Text)
            {
                json.WriteString("type", "text");
                json.WriteString("text", part.Text);
            }
            else
            {
                json.WriteString("type", "image_url");
                json.WriteStartObject("image_url");
                json.WriteString("url", RequestWriting.DataUrl(part));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter json, NeutralRequest request)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            foreach (var tool in request.Tools)
            {
                json.WriteStartObject();
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", tool.Name);
                if (tool.Description is not null)
                {
                    json.WriteString("description", tool.Description);
                }

                RequestWriting.Schema(json, "parameters", tool.Schema);
                if (tool.Strict is { } strict)
                {
                    json.WriteBoolean("strict", strict);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        switch (request.Choice)
        {
            case ToolChoice.Unsaid:
                break;
            case ToolChoice.Named:
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", request.ChosenTool);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                json.WriteString("tool_choice", request.Choice switch { ToolChoice.Auto => "auto", ToolChoice.None => "none", _ => "required" });
                break;
        }
    }

    private static void WriteOptions(Utf8JsonWriter json, NeutralRequest request)
    {
        RequestWriting.Option(json, request, RequestOption.MaxTokens, "max_tokens");
        RequestWriting.Option(json, request, RequestOption.Temperature, "temperature");
        RequestWriting.Option(json, request, RequestOption.TopP, "top_p");
        RequestWriting.Stops(json, request, "stop");
        RequestWriting.Option(json, request, RequestOption.Seed, "seed");
        RequestWriting.Option(json, request, RequestOption.PresencePenalty, "presence_penalty");
        RequestWriting.Option(json, request, RequestOption.FrequencyPenalty, "frequency_penalty");
        RequestWriting.Option(json, request, RequestOption.User, "user");
        RequestWriting.Option(json, request, RequestOption.Effort, "reasoning_effort");
        RequestWriting.Option(json, request, RequestOption.Verbosity, "verbosity");
        if (request.TryTake(RequestOption.OneCall, out _))
        {
            json.WriteBoolean("parallel_tool_calls", false);
        }

        if (request.TryTake(RequestOption.JsonObject, out _))
        {
            json.WriteStartObject("response_format");
            json.WriteString("type", "json_object");
            json.WriteEndObject();
        }
        else if (request.TryTake(RequestOption.Schema, out var format))
        {
            WriteFormat(json, format);
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, OptionValue format)
    {
        json.WriteStartObject("response_format");
        json.WriteString("type", "json_schema");
        json.WriteStartObject("json_schema");
        foreach (var member in RequestJson.Members(format.Value, format.Path))
        {
            // The other OpenAI route says the type in the same object.
            if (member.Name != "type")
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
