using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes a request for <c>Converse</c> and <c>ConverseStream</c> (Amazon Bedrock API reference, Runtime). The model stands in the URL.</summary>
internal static class ConverseRequestWriter
{
    public static void Write(Utf8JsonWriter json, NeutralRequest request)
    {
        json.WriteStartObject();
        if (request.Instructions.Count > 0)
        {
            json.WriteStartArray("system");
            foreach (var instruction in request.Instructions)
            {
                WriteText(json, instruction);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("messages");
        foreach (var turn in request.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role", turn.IsModel ? "assistant" : "user");
            json.WriteStartArray("content");
            foreach (var part in turn.Parts)
            {
                WritePart(json, part);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTools(json, request);
        json.WriteStartObject("inferenceConfig");
        RequestWriting.Option(json, request, RequestOption.MaxTokens, "maxTokens");
        RequestWriting.Option(json, request, RequestOption.Temperature, "temperature");
        RequestWriting.Option(json, request, RequestOption.TopP, "topP");
        RequestWriting.Stops(json, request, "stopSequences");
        json.WriteEndObject();
        json.WriteEndObject();
        request.RefuseRest();
    }

    private static void WritePart(Utf8JsonWriter json, NeutralPart part)
    {
        switch (part.Kind)
        {
            case PartKind.Text:
                WriteText(json, part.Text);
                break;
            case PartKind.Reasoning when part.Signature.Length > 0:
                json.WriteStartObject();
                json.WriteStartObject("reasoningContent");
                json.WriteStartObject("reasoningText");
                json.WriteString("text", part.Text);
                json.WriteString("signature", part.Signature);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case PartKind.Image:
                WriteImage(json, part);
                break;
            case PartKind.Call:
                json.WriteStartObject();
                json.WriteStartObject("toolUse");
                json.WriteString("toolUseId", part.Id);
                json.WriteString("name", part.Name);
                json.WritePropertyName("input");
                json.WriteRawValue(part.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case PartKind.Result:
                WriteResult(json, part);
                break;
            default:
                throw new RequestFaultException(part.Path);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, NeutralPart image)
    {
        var format = image.Media switch
        {
            "image/png" => "png",
            "image/jpeg" => "jpeg",
            "image/gif" => "gif",
            "image/webp" => "webp",
            _ => throw new RequestFaultException(image.Path),
        };
        json.WriteStartObject();
        json.WriteStartObject("image");
        json.WriteString("format", format);
        json.WriteStartObject("source");
        json.WriteString("bytes", image.Text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, NeutralPart result)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolResult");
        json.WriteString("toolUseId", result.Id);
        json.WriteStartArray("content");
        foreach (var part in result.Content)
        {
            WritePart(json, part);
        }

        json.WriteEndArray();
        if (result.IsError)
        {
            json.WriteString("status", "error");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, NeutralRequest request)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartObject("toolConfig");
        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
        {
            RequestWriting.RefuseStrict(tool);
            json.WriteStartObject();
            json.WriteStartObject("toolSpec");
            json.WriteString("name", tool.Name);
            if (tool.Description is { Length: > 0 })
            {
                json.WriteString("description", tool.Description);
            }

            json.WriteStartObject("inputSchema");
            RequestWriting.Schema(json, "json", tool.Schema);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (request.Choice != ToolChoice.Unsaid)
        {
            json.WriteStartObject("toolChoice");
            json.WriteStartObject(request.Choice switch
            {
                ToolChoice.Auto => "auto",
                ToolChoice.Any => "any",
                ToolChoice.Named => "tool",
                _ => throw new RequestFaultException(request.ChoicePath),
            });
            if (request.Choice == ToolChoice.Named)
            {
                json.WriteString("name", request.ChosenTool);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
