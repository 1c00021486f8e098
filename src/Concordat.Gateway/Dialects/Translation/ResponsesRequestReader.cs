using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads a request of <c>/v1/responses</c> (OpenAI API reference, Responses).</summary>
internal static class ResponsesRequestReader
{
    public static NeutralRequest Read(JsonElement root)
    {
        var request = new NeutralRequest();

        // The instructions stand before the conversation, wherever they stand in the body.
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("instructions"u8, out var instructions) && instructions.ValueKind != JsonValueKind.Null)
        {
            request.Instructions.Add(RequestJson.Text(instructions, "$.instructions"));
        }

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
                RefuseStreamOptions(value, path);
                break;
            case "instructions":
                break;
            case "input" when value.ValueKind == JsonValueKind.String:
                request.Say(model: false, new NeutralPart(PartKind.Text) { Text = value.GetString()!, Path = path });
                break;
            case "input":
                foreach (var (item, at) in RequestJson.Items(value, path))
                {
                    ResponsesItems.Read(request, item, at);
                }

                break;
            case "max_output_tokens":
                request.Set(RequestOption.MaxTokens, value, path);
                break;
            case "reasoning":
                foreach (var member in RequestJson.Members(value, path))
                {
                    var at = $"{path}.{member.Name}";
                    request.Set(member.Name == "effort" ? RequestOption.Effort : throw new RequestFaultException(at), member.Value, at);
                }

                break;
            case "text":
                ReadText(request, value, path);
                break;
            case "tools":
                foreach (var (tool, at) in RequestJson.Items(value, path))
                {
                    request.Tools.Add(RequestJson.TypeOf(tool, at) == "function"
                        ? OpenAiOptions.ReadFunction(tool, at, typed: true)
                        : throw new RequestFaultException(at));
                }

                break;
            case "tool_choice":
                ReadChoice(request, value, path);
                break;
            default:
                OpenAiOptions.Read(request, name, value, path);
                break;
        }
    }

    private static void RefuseStreamOptions(JsonElement options, string path)
    {
        foreach (var member in RequestJson.Members(options, path))
        {
            if (member.Name != "include_obfuscation" || RequestJson.Flag(member.Value, $"{path}.include_obfuscation"))
            {
                throw new RequestFaultException($"{path}.{member.Name}");
            }
        }
    }

    private static void ReadText(NeutralRequest request, JsonElement text, string path)
    {
        foreach (var member in RequestJson.Members(text, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "verbosity":
                    request.Set(RequestOption.Verbosity, member.Value, at);
                    break;
                case "format":
                    switch (RequestJson.TypeOf(member.Value, at))
                    {
                        case "text":
                            break;
                        case "json_object":
                            request.Set(RequestOption.JsonObject, member.Value, at);
                            break;
                        case "json_schema":
                            request.Set(RequestOption.Schema, member.Value, at);
                            break;
                        default:
                            throw new RequestFaultException(at);
                    }

                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }
    }

    private static void ReadChoice(NeutralRequest request, JsonElement choice, string path)
    {
        request.ChoicePath = path;
        if (choice.ValueKind == JsonValueKind.String)
        {
            request.Choice = OpenAiOptions.ChoiceOf(choice, path);
            return;
        }

        if (RequestJson.TypeOf(choice, path) != "function" || !choice.TryGetProperty("name"u8, out var name))
        {
            throw new RequestFaultException(path);
        }

        request.Choice = ToolChoice.Named;
        request.ChosenTool = RequestJson.Text(name, $"{path}.name");
    }
}
