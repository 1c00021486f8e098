using System.Text.Json;
using Concordat.Gateway.Budgets;

namespace Concordat.Gateway.Judging;

/// <summary>The one whole answer in a chat completion of a judge, and what it used.</summary>
/// <param name="Content">Its words.</param>
/// <param name="Usage">Null where it does not say.</param>
internal sealed record JudgeReply(string Content, TokenUsage? Usage)
{
    private const int Depth = 16;

    /// <summary>Reads a body strictly.</summary>
    /// <returns>Null for anything but sound JSON with one finished answer of text, and no call beside it.</returns>
    public static JudgeReply? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = Depth });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("choices", out var choices)
                || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() != 1)
            {
                return null;
            }

            var choice = choices[0];
            return choice.ValueKind == JsonValueKind.Object
                && choice.TryGetProperty("finish_reason", out var end) && end.ValueKind == JsonValueKind.String && end.ValueEquals("stop")
                && choice.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
                && !Says(message, "tool_calls") && !Says(message, "refusal")
                && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String
                ? new JudgeReply(content.GetString()!, Count(root))
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null; // an escape of half a character is found only when the text is taken
        }
    }

    private static bool Says(JsonElement message, string member) => message.TryGetProperty(member, out var value) && value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };

    private static TokenUsage? Count(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
        && Tokens(usage, "prompt_tokens") is { } input && Tokens(usage, "completion_tokens") is { } output
            ? new TokenUsage(input, output, UsageBasis.Provider)
            : null;

    private static long? Tokens(JsonElement usage, string member) =>
        usage.TryGetProperty(member, out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var value) && value is >= 0 and <= TokenUsage.Most
            ? value
            : null;
}
