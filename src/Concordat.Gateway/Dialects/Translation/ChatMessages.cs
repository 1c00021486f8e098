using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads the messages of a chat completion request, each by its role.</summary>
internal static class ChatMessages
{
    public static void Read(NeutralRequest request, JsonElement message, string path)
    {
        var role = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role"u8, out var named)
            ? RequestJson.Text(named, $"{path}.role")
            : throw new RequestFaultException($"{path}.role", $"`{path}.role` is missing; say whose words these are");
        switch (role)
        {
            case "system" or "developer":
                Instruct(request, message, path);
                break;
            case "user":
                foreach (var member in Only(message, path, "content"))
                {
                    ReadContent(member.Value, $"{path}.content", images: true, part => request.Say(model: false, part));
                }

                break;
            case "assistant":
                ReadAssistant(request, message, path);
                break;
            case "tool":
                ReadResult(request, message, path);
                break;
            default:
                throw new RequestFaultException($"{path}.role");
        }
    }

    private static void Instruct(NeutralRequest request, JsonElement message, string path)
    {
        if (request.Turns.Count > 0)
        {
            throw new RequestFaultException(path);
        }

        foreach (var member in Only(message, path, "content"))
        {
            ReadContent(member.Value, $"{path}.content", images: false, part => request.Instructions.Add(part.Text));
        }
    }

    private static void ReadAssistant(NeutralRequest request, JsonElement message, string path)
    {
        // First what it thought, then what it said, then what it called: that is the order in which it came.
        var calls = default(JsonElement);
        var content = default(JsonElement);
        foreach (var member in Only(message, path, "content", "tool_calls", "refusal", "reasoning_content"))
        {
            switch (member.Name)
            {
                case "tool_calls":
                    calls = member.Value;
                    break;
                case "reasoning_content":
                    request.Say(model: true, new NeutralPart(PartKind.Reasoning)
                    {
                        Text = RequestJson.Text(member.Value, $"{path}.reasoning_content"),
                        Path = $"{path}.reasoning_content",
                    });
                    break;
                case "refusal":
                    request.Say(model: true, new NeutralPart(PartKind.Text) { Text = RequestJson.Text(member.Value, $"{path}.refusal"), Path = $"{path}.refusal" });
                    break;
                default:
                    content = member.Value;
                    break;
            }
        }

        if (content.ValueKind != JsonValueKind.Undefined)
        {
            ReadContent(content, $"{path}.content", images: false, part => request.Say(model: true, part));
        }

        if (calls.ValueKind != JsonValueKind.Undefined)
        {
            foreach (var (call, at) in RequestJson.Items(calls, $"{path}.tool_calls"))
            {
                request.Say(model: true, ReadCall(call, at));
            }
        }
    }

    private static NeutralPart ReadCall(JsonElement call, string path)
    {
        if (RequestJson.TypeOf(call, path) != "function")
        {
            throw new RequestFaultException(path);
        }

        var (id, name, arguments) = ("", "", "");
        foreach (var member in RequestJson.Members(call, path))
        {
            switch (member.Name)
            {
                case "id":
                    id = RequestJson.Text(member.Value, $"{path}.id");
                    break;
                case "type":
                    break;
                case "function":
                    foreach (var inner in RequestJson.Members(member.Value, $"{path}.function"))
                    {
                        var at = $"{path}.function.{inner.Name}";
                        _ = inner.Name switch
                        {
                            "name" => name = RequestJson.Text(inner.Value, at),
                            "arguments" => arguments = RequestJson.ObjectText(RequestJson.Text(inner.Value, at), at),
                            _ => throw new RequestFaultException(at),
                        };
                    }

                    break;
                default:
                    throw new RequestFaultException($"{path}.{member.Name}");
            }
        }

        return new NeutralPart(PartKind.Call) { Id = id, Name = name, Arguments = arguments.Length == 0 ? "{}" : arguments, Path = path };
    }

    private static void ReadResult(NeutralRequest request, JsonElement message, string path)
    {
        var id = "";
        var content = new List<NeutralPart>();
        foreach (var member in Only(message, path, "content", "tool_call_id"))
        {
            if (member.Name == "tool_call_id")
            {
                id = RequestJson.Text(member.Value, $"{path}.tool_call_id");
            }
            else
            {
                ReadContent(member.Value, $"{path}.content", images: false, content.Add);
            }
        }

        request.Say(model: false, new NeutralPart(PartKind.Result) { Id = id, Content = content, Path = path });
    }

    /// <summary>The members of a message; one that is not named here has no place elsewhere.</summary>
    private static IEnumerable<JsonProperty> Only(JsonElement message, string path, params string[] known)
    {
        foreach (var member in RequestJson.Members(message, path))
        {
            if (Array.IndexOf(known, member.Name) >= 0)
            {
                yield return member;
            }
            else if (member.Name != "role" && !IsEmpty(member.Value))
            {
                throw new RequestFaultException($"{path}.{member.Name}");
            }
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static void ReadContent(JsonElement content, string path, bool images, Action<NeutralPart> take)
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
                var (name, value, here) = (member.Name, member.Value, $"{at}.{member.Name}");
                switch (type, name)
                {
                    case (_, "type"):
                        break;
                    case ("text", "text") or ("refusal", "refusal"):
                        take(new NeutralPart(PartKind.Text) { Text = RequestJson.Text(value, here), Path = at });
                        break;
                    case ("image_url", "image_url") when images:
                        take(ReadImage(value, here));
                        break;
                    default:
                        throw new RequestFaultException(type is "text" or "image_url" ? here : at);
                }
            }
        }
    }

    private static NeutralPart ReadImage(JsonElement image, string path)
    {
        var url = "";
        foreach (var member in RequestJson.Members(image, path))
        {
            var at = $"{path}.{member.Name}";
            url = member.Name switch
            {
                "url" => RequestJson.Text(member.Value, at),
                "detail" when RequestJson.Is(member.Value, "auto"u8) => url,
                _ => throw new RequestFaultException(at),
            };
        }

        return RequestJson.Image(url, $"{path}.url");
    }
}
