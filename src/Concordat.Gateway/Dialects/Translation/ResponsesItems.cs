using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads the items of a response's input: messages, thoughts, calls and their results.</summary>
internal static class ResponsesItems
{
    public static void Read(NeutralRequest request, JsonElement item, string path)
    {
        var type = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("type"u8, out var named) ? RequestJson.Text(named, $"{path}.type") : "message";
        switch (type)
        {
            case "message":
                ReadMessage(request, item, path);
                break;
            case "function_call":
                request.Say(model: true, ReadCall(item, path));
                break;
            case "function_call_output":
                request.Say(model: false, ReadResult(item, path));
                break;
            case "reasoning":
                ReadThought(request, item, path);
                break;
            default:
                throw new RequestFaultException(path);
        }
    }

    private static void ReadMessage(NeutralRequest request, JsonElement item, string path)
    {
        var role = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("role"u8, out var named)
            ? RequestJson.Text(named, $"{path}.role")
            : throw new RequestFaultException($"{path}.role", $"`{path}.role` is missing; say whose words these are");
        foreach (var member in RequestJson.Members(item, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "type" or "role" or "id" or "status":
                    break;
                case "content":
                    ReadContent(member.Value, at, part => Say(request, role, part, path));
                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }
    }

    private static void Say(NeutralRequest request, string role, NeutralPart part, string path)
    {
        switch (role)
        {
            case "user":
                request.Say(model: false, part);
                break;
            case "assistant" when part.Kind == PartKind.Text:
                request.Say(model: true, part);
                break;
            case "system" or "developer" when request.Turns.Count == 0 && part.Kind == PartKind.Text:
                request.Instructions.Add(part.Text);
                break;
            default:
                throw new RequestFaultException(path);
        }
    }

    private static void ReadContent(JsonElement content, string path, Action<NeutralPart> take)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            take(new NeutralPart(PartKind.Text) { Text = content.GetString()!, Path = path });
            return;
        }

        foreach (var (part, at) in RequestJson.Items(content, path))
        {
            var type = RequestJson.TypeOf(part, at);
            foreach (var member in RequestJson.Members(part, at))
            {
                var (value, here) = (member.Value, $"{at}.{member.Name}");
                switch (type, member.Name)
                {
                    case ("input_text" or "output_text" or "refusal" or "input_image", "type"):
                    case ("output_text", "annotations" or "logprobs") when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0:
                    case ("input_image", "detail") when RequestJson.Is(value, "auto"u8):
                        break;
                    case ("input_text" or "output_text", "text") or ("refusal", "refusal"):
                        take(new NeutralPart(PartKind.Text) { Text = RequestJson.Text(value, here), Path = at });
                        break;
                    case ("input_image", "image_url"):
                        take(RequestJson.Image(RequestJson.Text(value, here), here));
                        break;
                    default:
                        throw new RequestFaultException(member.Name == "type" ? at : here);
                }
            }
        }
    }

    private static NeutralPart ReadCall(JsonElement item, string path)
    {
        var call = new NeutralPart(PartKind.Call) { Path = path };
        foreach (var member in RequestJson.Members(item, path))
        {
            var at = $"{path}.{member.Name}";
            call = member.Name switch
            {
                "type" or "id" or "status" => call,
                "call_id" => call with { Id = RequestJson.Text(member.Value, at) },
                "name" => call with { Name = RequestJson.Text(member.Value, at) },
                "arguments" => call with { Arguments = RequestJson.ObjectText(RequestJson.Text(member.Value, at), at) },
                _ => throw new RequestFaultException(at),
            };
        }

        return call;
    }

    private static NeutralPart ReadResult(JsonElement item, string path)
    {
        var result = new NeutralPart(PartKind.Result) { Path = path };
        foreach (var member in RequestJson.Members(item, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "type" or "id" or "status":
                    break;
                case "call_id":
                    result = result with { Id = RequestJson.Text(member.Value, at) };
                    break;
                case "output":
                    ReadContent(member.Value, at, result.Content.Add);
                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }

        return result;
    }

    private static void ReadThought(NeutralRequest request, JsonElement item, string path)
    {
        foreach (var member in RequestJson.Members(item, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "type" or "id" or "status":
                case "content" when member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0:
                    break;
                case "summary":
                    foreach (var (part, here) in RequestJson.Items(member.Value, at))
                    {
                        if (RequestJson.TypeOf(part, here) != "summary_text" || !part.TryGetProperty("text"u8, out var text))
                        {
                            throw new RequestFaultException(here);
                        }

                        request.Say(model: true, new NeutralPart(PartKind.Reasoning) { Text = RequestJson.Text(text, $"{here}.text"), Path = here });
                    }

                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }
    }
}
