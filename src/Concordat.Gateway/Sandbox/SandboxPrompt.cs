using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concordat.Gateway.Sandbox;

/// <summary>What the sandbox model reads out of a request: the newest user text and the directives in it.</summary>
internal sealed record SandboxPrompt(string Model, bool Stream, string Answer, IReadOnlyList<SandboxCall> Calls, int Words, int Inputs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly Regex AnswerDirective = new(@"\[\[answer: (?<text>.*?)\]\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture, Patience);

    private static readonly Regex CallDirective =
        new(@"\[\[call: (?<tool>[A-Za-z0-9_.-]{1,64})(?: (?<arguments>\{.*?\}))?\]\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture, Patience);

    /// <summary>Whether the counts of tokens end a stream.</summary>
    public bool Counts { get; private init; }

    public static SandboxPrompt Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 128 });
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        var text = LastUserText(root);
        var calls = CallDirective.Matches(text)
            .Select((match, i) => new SandboxCall(
                string.Create(CultureInfo.InvariantCulture, $"call_sandbox{i + 1}"), match.Groups["tool"].Value,
                match.Groups["arguments"].Success ? match.Groups["arguments"].Value : "{}"))
            .ToArray();
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var asked = AnswerDirective.Match(text);
        var answer = asked.Success ? asked.Groups["text"].Value
            : calls.Length > 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"Sandbox model: I received {words} words and have no opinion about them.");
        return new SandboxPrompt(
            root.GetProperty("model").GetString()!, root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            answer, calls, words, InputCount(root))
        {
            Counts = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
                && options.TryGetProperty("include_usage", out var counts) && counts.ValueKind == JsonValueKind.True,
        };
    }

    /// <summary>The answer in pieces of a few characters, as a model would stream it.</summary>
    public IEnumerable<string> Pieces()
    {
        for (var at = 0; at < Answer.Length;)
        {
            var end = Math.Min(Answer.Length, at + 5);
            if (end < Answer.Length && char.IsHighSurrogate(Answer[end - 1]))
            {
                end++;
            }

            yield return Answer[at..end];
            at = end;
        }
    }

    private static int InputCount(JsonElement root) =>
        root.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.Array ? input.GetArrayLength() : 1;

    private static string LastUserText(JsonElement root)
    {
        var list = root.TryGetProperty("messages", out var messages) ? messages : root.TryGetProperty("input", out var input) ? input : default;
        if (list.ValueKind == JsonValueKind.String)
        {
            return list.GetString()!;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return "";
        }

        foreach (var item in list.EnumerateArray().Reverse())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                return item.GetString()!;
            }

            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("role", out var role) && role.ValueEquals("user")
                && item.TryGetProperty("content", out var content))
            {
                return TextOf(content);
            }
        }

        return "";
    }

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray()
            .Where(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Select(part => part.GetProperty("text").GetString())),
        _ => "",
    };
}
