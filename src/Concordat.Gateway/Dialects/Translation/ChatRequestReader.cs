using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads a request of <c>/v1/chat/completions</c> (OpenAI API reference, Chat Completions).</summary>
internal static class ChatRequestReader
{
    public static NeutralRequest Read(JsonElement root)
    {
        var request = new NeutralRequest();
        foreach (var member in RequestJson.Members(root, "$"))
        {
            ReadMember(request, member.Name, member.Value, $"$.{member.Name}");
        }

        return request;
    }

    private static void ReadMember(NeutralRequest request, string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "model":
                request.Model = RequestJson.Text(value, path);
                break;
            case "stream":
                request.Stream = RequestJson.Flag(value, path);
                break;
            case "stream_options":
                ReadStreamOptions(request, value, path);
                break;
            case "messages":
                foreach (var (message, at) in RequestJson.Items(value, path))
                {
                    ChatMessages.Read(request, message, at);
                }

                break;
            case "max_tokens" or "max_completion_tokens":
                request.Set(RequestOption.MaxTokens, value, path);
                break;
            case "stop":
                request.Set(RequestOption.Stop, value, path);
                break;
            case "seed":
                request.Set(RequestOption.Seed, value, path);
                break;
            case "reasoning_effort":
                request.Set(RequestOption.Effort, value, path);
                break;
            case "tools":
                foreach (var (tool, at) in RequestJson.Items(value, path))
                {
                    request.Tools.Add(ReadTool(tool, at));
                }

                break;
            case "tool_choice":
                ReadChoice(request, value, path);
                break;
            case "response_format":
                ReadFormat(request, value, path);
                break;
            case "presence_penalty" or "frequency_penalty" when RequestJson.IsZero(value):
                break;
            case "presence_penalty":
                request.Set(RequestOption.PresencePenalty, value, path);
                break;
            case "frequency_penalty":
                request.Set(RequestOption.FrequencyPenalty, value, path);
                break;
            default:
                OpenAiOptions.Read(request, name, value, path);
                break;
        }
    }

    private static void ReadStreamOptions(NeutralRequest request, JsonElement value, string path)
    {
        foreach (var member in RequestJson.Members(value, path))
        {
            var at = $"{path}.{member.Name}";
            request.CountsInStream = member.Name == "include_usage" ? RequestJson.Flag(member.Value, at)
                : member.Name == "include_obfuscation" && !RequestJson.Flag(member.Value, at) ? request.CountsInStream
                : throw new RequestFaultException(at);
        }
    }

    private static NeutralTool ReadTool(JsonElement tool, string path)
    {
        if (RequestJson.TypeOf(tool, path) != "function" || !tool.TryGetProperty("function"u8, out var function))
        {
            throw new RequestFaultException(path);
        }

        foreach (var member in RequestJson.Members(tool, path))
        {
            if (member.Name is not ("type" or "function"))
            {
                throw new RequestFaultException($"{path}.{member.Name}");
            }
        }

        return OpenAiOptions.ReadFunction(function, $"{path}.function", typed: false);
    }

    private static void ReadChoice(NeutralRequest request, JsonElement choice, string path)
    {
        request.ChoicePath = path;
        if (choice.ValueKind == JsonValueKind.String)
        {
            request.Choice = OpenAiOptions.ChoiceOf(choice, path);
            return;
        }

        if (RequestJson.TypeOf(choice, path) != "function" || !choice.TryGetProperty("function"u8, out var function)
            || function.ValueKind != JsonValueKind.Object || !function.TryGetProperty("name"u8, out var name))
        {
            throw new RequestFaultException(path);
        }

        request.Choice = ToolChoice.Named;
        request.ChosenTool = RequestJson.Text(name, $"{path}.function.name");
    }

    private static void ReadFormat(NeutralRequest request, JsonElement format, string path)
    {
        switch (RequestJson.TypeOf(format, path))
        {
            case "text":
                break;
            case "json_object":
                request.Set(RequestOption.JsonObject, format, path);
                break;
            case "json_schema" when format.TryGetProperty("json_schema"u8, out var schema):
                request.Set(RequestOption.Schema, schema, $"{path}.json_schema");
                break;
            default:
                throw new RequestFaultException(path);
        }
    }
}
