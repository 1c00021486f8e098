namespace Concordat.Gateway.Dialects;

/// <summary>Knows the events of a response stream (OpenAI API reference, Responses, streaming events), and which carry what cannot be inspected.</summary>
internal static class ResponseEvents
{
    /// <summary>Beginnings of the types whose content is text or calls.</summary>
    private static readonly string[] Readable =
    [
        "response.created", "response.queued", "response.in_progress", "response.completed", "response.failed", "response.incomplete",
        "response.output_item.", "response.content_part.", "response.output_text.", "response.refusal.", "response.reasoning",
        "response.function_call_arguments.", "response.custom_tool_call_input.", "response.mcp_call", "response.mcp_list_tools.",
        "response.file_search_call.", "response.web_search_call.", "response.code_interpreter_call", "response.audio.transcript.",
        "error", "keepalive",
    ];

    /// <summary>What an event of this type adds to what could not be inspected; a type that is not known here adds <c>unknown</c>.</summary>
    public static UninspectableKinds Uninspectable(string type)
    {
        foreach (var known in Readable)
        {
            if (type.StartsWith(known, StringComparison.Ordinal))
            {
                return UninspectableKinds.None;
            }
        }

        return type.StartsWith("response.audio.", StringComparison.Ordinal) ? UninspectableKinds.Audio
            : type.StartsWith("response.image_generation_call.", StringComparison.Ordinal) ? UninspectableKinds.Image
            : UninspectableKinds.Unknown;
    }
}
