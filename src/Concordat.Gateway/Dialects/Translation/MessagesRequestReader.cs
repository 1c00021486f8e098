using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads a request of <c>/v1/messages</c> (Anthropic API reference, Messages).</summary>
internal static class MessagesRequestReader
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
            case "system":
                ReadContent(value, path, part => request.Instructions.Add(
                    part.Kind == PartKind.Text ? part.Text : throw new RequestFaultException(part.Path)));
                break;
            case "messages":
                foreach (var (message, at) in RequestJson.Items(value, path))
                {
                    ReadMessage(request, message, at);
                }

                break;
            case "max_tokens":
                request.Set(RequestOption.MaxTokens, value, path);
                break;
            case "temperature":
                request.Set(RequestOption.Temperature, value, path);
                break;
            case "top_p":
                request.Set(RequestOption.TopP, value, path);
                break;
            case "top_k":
                request.Set(RequestOption.TopK, value, path);
                break;
            case "stop_sequences":
                request.Set(RequestOption.Stop, value, path);
                break;
            case "metadata":
                foreach (var member in RequestJson.Members(value, path))
                {
                    request.Set(
                        member.Name == "user_id" ? RequestOption.User : throw new RequestFaultException($"{path}.{member.Name}"), member.Value, $"{path}.user_id");
                }

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
            case "thinking" when RequestJson.TypeOf(value, path) == "disabled":
            case "service_tier" when RequestJson.Is(value, "auto"u8):
                break;
            default:
                throw new RequestFaultException(path);
        }
    }

    private static void ReadMessage(NeutralRequest request, JsonElement message, string path)
    {
        var model = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role"u8, out var role)
            ? RequestJson.Text(role, $"{path}.role") switch
            {
                "user" => false,
                "assistant" => true,
                _ => throw new RequestFaultException($"{path}.role"),
            }
            : throw new RequestFaultException($"{path}.role", $"`{path}.role` is missing; say whose words these are");
        foreach (var member in RequestJson.Members(message, path))
        {
            switch (member.Name)
            {
                case "role":
                    break;
                case "content":
                    ReadContent(member.Value, $"{path}.content", part => request.Say(model, part));
                    break;
                default:
                    throw new RequestFaultException($"{path}.{member.Name}");
            }
        }
    }

    private static void ReadContent(JsonElement content, string path, Action<NeutralPart> take)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            take(new NeutralPart(PartKind.Text) { Text = content.GetString()!, Path = path });
            return;
        }

        foreach (var (block, at) in RequestJson.Items(content, path))
        {
            take(ReadBlock(block, at));
        }
    }

    private static NeutralPart ReadBlock(JsonElement block, string path)
    {
        var type = RequestJson.TypeOf(block, path);
        var part = new NeutralPart(type switch
        {
            "text" => PartKind.Text,
            "thinking" => PartKind.Reasoning,
            "image" => PartKind.Image,
            "tool_use" => PartKind.Call,
            "tool_result" => PartKind.Result,
            _ => throw new RequestFaultException(path),
        })
        { Path = path };
        foreach (var member in RequestJson.Members(block, path))
        {
            var (value, at) = (member.Value, $"{path}.{member.Name}");
            part = (type, member.Name) switch
            {
                (_, "type") => part,
                ("text", "text") or ("thinking", "thinking") => part with { Text = RequestJson.Text(value, at) },
                ("thinking", "signature") => part with { Signature = RequestJson.Text(value, at) },
                ("text", "citations") when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0 => part,
                ("image", "source") => ReadSource(value, at),
                ("tool_use", "id") or ("tool_result", "tool_use_id") => part with { Id = RequestJson.Text(value, at) },
                ("tool_use", "name") => part with { Name = RequestJson.Text(value, at) },
                ("tool_use", "input") => part with { Arguments = RequestJson.ObjectText(RequestJson.Raw(value), at) },
                ("tool_result", "is_error") => part with { IsError = RequestJson.Flag(value, at) },
                ("tool_result", "content") => part with { Content = ReadResult(value, at) },
                _ => throw new RequestFaultException(at),
            };
        }

        return part;
    }

    private static List<NeutralPart> ReadResult(JsonElement content, string path)
    {
        var parts = new List<NeutralPart>();
        ReadContent(content, path, part => parts.Add(
            part.Kind is PartKind.Text or PartKind.Image ? part : throw new RequestFaultException(part.Path)));
        return parts;
    }

    private static NeutralPart ReadSource(JsonElement source, string path)
    {
        var type = RequestJson.TypeOf(source, path);
        var image = new NeutralPart(PartKind.Image) { Path = path };
        foreach (var member in RequestJson.Members(source, path))
        {
            var at = $"{path}.{member.Name}";
            image = (type, member.Name) switch
            {
                ("base64" or "url", "type") => image,
                ("base64", "media_type") => image with { Media = RequestJson.Text(member.Value, at) },
                ("base64", "data") or ("url", "url") => image with { Text = RequestJson.Text(member.Value, at) },
                _ => throw new RequestFaultException(at),
            };
        }

        return image;
    }

    private static NeutralTool ReadTool(JsonElement tool, string path)
    {
        var name = "";
        string? description = null;
        var schema = default(JsonElement);
        bool? strict = null;
        foreach (var member in RequestJson.Members(tool, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "type" when RequestJson.Is(member.Value, "custom"u8):
                    break;
                case "name":
                    name = RequestJson.Text(member.Value, at);
                    break;
                case "description":
                    description = RequestJson.Text(member.Value, at);
                    break;
                case "input_schema":
                    schema = member.Value;
                    break;
                case "strict":
                    strict = RequestJson.Flag(member.Value, at);
                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }

        return new NeutralTool(name, description, schema, strict, path);
    }

    private static void ReadChoice(NeutralRequest request, JsonElement choice, string path)
    {
        request.ChoicePath = path;
        request.Choice = RequestJson.TypeOf(choice, path) switch
        {
            "auto" => ToolChoice.Auto,
            "none" => ToolChoice.None,
            "any" => ToolChoice.Any,
            "tool" => ToolChoice.Named,
            _ => throw new RequestFaultException(path),
        };
        foreach (var member in RequestJson.Members(choice, path))
        {
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "type":
                    break;
                case "name":
                    request.ChosenTool = RequestJson.Text(member.Value, at);
                    break;
                case "disable_parallel_tool_use":
                    if (RequestJson.Flag(member.Value, at))
                    {
                        request.Set(RequestOption.OneCall, member.Value, at);
                    }

                    break;
                default:
                    throw new RequestFaultException(at);
            }
        }
    }
}
