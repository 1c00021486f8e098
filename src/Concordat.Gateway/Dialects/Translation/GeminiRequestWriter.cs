using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes a request for <c>generateContent</c> (Google Vertex AI reference, Inference). The model stands in the URL.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(Utf8JsonWriter json, NeutralRequest request)
    {
        json.WriteStartObject();
        if (request.Instructions.Count > 0)
        {
            json.WriteStartObject("systemInstruction");
            json.WriteStartArray("parts");
            foreach (var instruction in request.Instructions)
            {
                WriteText(json, instruction);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartArray("contents");
        foreach (var turn in request.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role", turn.IsModel ? "model" : "user");
            json.WriteStartArray("parts");
            var signed = !WantsSignatures(request.Model);
            foreach (var part in turn.Parts)
            {
                WritePart(json, request, part, sign: part.Kind == PartKind.Call && !signed);
                signed |= part.Kind == PartKind.Call;
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTools(json, request);
        WriteOptions(json, request);
        json.WriteEndObject();
        request.RefuseRest();
    }

    /// <summary>Models from Gemini 3 on want a seal on the first call of a turn; the vendor names a word for calls that come from elsewhere.</summary>
    private static bool WantsSignatures(string model) =>
        !model.StartsWith("gemini-1", StringComparison.Ordinal) && !model.StartsWith("gemini-2", StringComparison.Ordinal);

    private static void WritePart(Utf8JsonWriter json, NeutralRequest request, NeutralPart part, bool sign)
    {
        switch (part.Kind)
        {
            case PartKind.Text:
                WriteText(json, part.Text);
                break;
            case PartKind.Image when part.Media.Length > 0:
                json.WriteStartObject();
                json.WriteStartObject("inlineData");
                json.WriteString("mimeType", part.Media);
                json.WriteString("data", part.Text);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case PartKind.Call:
                json.WriteStartObject();
                json.WriteStartObject("functionCall");
                json.WriteString("name", part.Name);
                json.WritePropertyName("args");
                json.WriteRawValue(part.Arguments);
                json.WriteEndObject();
                if (sign)
                {
                    json.WriteString("thoughtSignature", "skip_thought_signature_validator");
                }

                json.WriteEndObject();
                break;
            case PartKind.Result:
                WriteResult(json, request, part);
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

    /// <summary>A result is an object by the member <c>output</c> or <c>error</c>, which the vendor gives a meaning.</summary>
    private static void WriteResult(Utf8JsonWriter json, NeutralRequest request, NeutralPart result)
    {
        var text = new StringBuilder();
        foreach (var part in result.Content)
        {
            text.Append(part.Kind == PartKind.Text ? part.Text : throw new RequestFaultException(part.Path));
        }

        json.WriteStartObject();
        json.WriteStartObject("functionResponse");
        json.WriteString("name", request.ToolOf(result));
        json.WriteStartObject("response");
        json.WriteString(result.IsError ? "error" : "output", text.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, NeutralRequest request)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools");
            json.WriteStartObject();
            json.WriteStartArray("functionDeclarations");
            foreach (var tool in request.Tools)
            {
                RequestWriting.RefuseStrict(tool);
                json.WriteStartObject();
                json.WriteString("name", tool.Name);
                if (tool.Description is not null)
                {
                    json.WriteString("description", tool.Description);
                }

                if (tool.Schema.ValueKind != JsonValueKind.Undefined)
                {
                    RequestWriting.Schema(json, "parametersJsonSchema", tool.Schema);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (request.Choice == ToolChoice.Unsaid)
        {
            return;
        }

        json.WriteStartObject("toolConfig");
        json.WriteStartObject("functionCallingConfig");
        json.WriteString("mode", request.Choice switch { ToolChoice.Auto => "AUTO", ToolChoice.None => "NONE", _ => "ANY" });
        if (request.Choice == ToolChoice.Named)
        {
            json.WriteStartArray("allowedFunctionNames");
            json.WriteStringValue(request.ChosenTool);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, NeutralRequest request)
    {
        json.WriteStartObject("generationConfig");
        RequestWriting.Option(json, request, RequestOption.MaxTokens, "maxOutputTokens");
        RequestWriting.Option(json, request, RequestOption.Temperature, "temperature");
        RequestWriting.Option(json, request, RequestOption.TopP, "topP");
        RequestWriting.Option(json, request, RequestOption.TopK, "topK");
        RequestWriting.Stops(json, request, "stopSequences");
        RequestWriting.Option(json, request, RequestOption.Seed, "seed");
        RequestWriting.Option(json, request, RequestOption.PresencePenalty, "presencePenalty");
        RequestWriting.Option(json, request, RequestOption.FrequencyPenalty, "frequencyPenalty");
        if (request.TryTake(RequestOption.JsonObject, out _))
        {
            json.WriteString("responseMimeType", "application/json");
        }
        else if (request.TryTake(RequestOption.Schema, out var format))
        {
            json.WriteString("responseMimeType", "application/json");
            RequestWriting.Schema(json, "responseJsonSchema", RequestWriting.SchemaOf(format).Schema);
        }

        json.WriteEndObject();
    }
}
