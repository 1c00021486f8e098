using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Concordat.Equivalence;

/// <summary>What is compared of an answer, out of any of the three dialects.</summary>
internal sealed record AnswerView(string Text, string Finish, IReadOnlyList<ObservedCall> Calls)
{
    public static AnswerView Read(string operation, JsonElement answer) => operation switch
    {
        "chat" => OfChat(answer),
        "messages" => OfMessages(answer),
        _ => OfResponses(answer),
    };

    /// <summary>SHA-256 of the text, lower hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    private static AnswerView OfChat(JsonElement answer)
    {
        var choice = answer.GetProperty("choices")[0];
        var message = choice.GetProperty("message");
        var calls = message.TryGetProperty("tool_calls", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(static call => call.GetProperty("function")).Select(static call => Call(call.GetProperty("name"), call.GetProperty("arguments").GetString()!))
            : [];
        return new AnswerView(TextOf(message, "content"), TextOf(choice, "finish_reason"), [.. calls]);
    }

    private static AnswerView OfMessages(JsonElement answer)
    {
        var blocks = answer.GetProperty("content").EnumerateArray().ToList();
        return new AnswerView(
            string.Concat(blocks.Where(static block => IsOf(block, "text")).Select(static block => TextOf(block, "text"))),
            TextOf(answer, "stop_reason"),
            [.. blocks.Where(static block => IsOf(block, "tool_use")).Select(static block => Call(block.GetProperty("name"), block.GetProperty("input").GetRawText()))]);
    }

    private static AnswerView OfResponses(JsonElement answer)
    {
        var items = answer.GetProperty("output").EnumerateArray().ToList();
        var parts = items.Where(static item => IsOf(item, "message")).SelectMany(static item => item.GetProperty("content").EnumerateArray());
        return new AnswerView(
            string.Concat(parts.Where(static part => IsOf(part, "output_text")).Select(static part => TextOf(part, "text"))),
            TextOf(answer, "status"),
            [.. items.Where(static item => IsOf(item, "function_call")).Select(static item => Call(item.GetProperty("name"), TextOf(item, "arguments")))]);
    }

    private static ObservedCall Call(JsonElement name, string arguments) => new(name.GetString()!, ObservedCall.HashOf(arguments));

    private static bool IsOf(JsonElement item, string type) => item.TryGetProperty("type", out var found) && found.ValueEquals(type);

    private static string TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
