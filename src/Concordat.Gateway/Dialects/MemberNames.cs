using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// Knows the member names that the dialects here read. Some programs at the other end, such as those that decode with Go's
/// encoding/json, take <c>Tools</c> or <c>toolſ</c> for <c>tools</c>, and so would act on what no dialect has read.
/// </summary>
internal static class MemberNames
{
    private const int Longest = 64;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "action", "arguments", "audio", "audio_url", "background", "choices", "container", "content", "conversation", "custom", "delta",
        "encrypted_content", "file", "file_data", "file_id", "file_url", "function", "function_call", "functions", "image", "image_url",
        "images", "include_usage", "index", "input", "input_audio", "item", "max_completion_tokens", "max_output_tokens", "max_tokens",
        "mcp_servers", "message", "messages", "model", "n", "name", "output",
        "previous_response_id", "prompt", "response", "role", "source", "stream", "stream_options", "summary", "system", "text", "tool_calls", "tools",
        "type", "video_url", "web_search_options");

    /// <summary>Steps over a member that no dialect reads; one whose name could be taken for another's is of an unknown kind.</summary>
    public static UninspectableKinds Skip(ref Utf8JsonReader reader)
    {
        var kinds = KindOf(ref reader);
        JsonRead.SkipValue(ref reader);
        return kinds;
    }

    /// <summary>The same for the member name that the reader stands on, without stepping over its value.</summary>
    public static UninspectableKinds KindOf(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped && (raw.Length > Longest || (Ascii.IsValid(raw) && !raw.ContainsAnyInRange((byte)'A', (byte)'Z'))))
        {
            return UninspectableKinds.None;
        }

        // The two letters outside ASCII that simple case folding makes ASCII: the long s and the Kelvin sign.
        var name = reader.GetString()!;
        return Known.TryGetValue(name.Replace('\u017F', 's').Replace('\u212A', 'k'), out var meant) && meant != name
            ? UninspectableKinds.Unknown
            : UninspectableKinds.None;
    }
}
