using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Judging;

/// <summary>What a judge is asked with: the body of a chat completion with places in its strings, and the grammar of its answer. Immutable.</summary>
internal sealed class JudgePrompt
{
    /// <summary>Largest prompt, in bytes.</summary>
    public const int Most = 64 * 1024;

    private const string Fence = "{fence}";
    private const string Text = "{text}";
    private static readonly string[] Kept = ["model", "stream", "n"];

    private readonly JsonElement _body;

    private JudgePrompt(JudgeGrammar grammar, JsonElement body, byte[] bytes)
    {
        (Grammar, _body) = (grammar, body);
        Hash = SHA256.HashData(bytes);
    }

    /// <summary>The names of the shipped prompts.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ["llama-guard-3", "llama-guard-4", "gpt-oss-safeguard", "granite-guardian"];

    public JudgeGrammar Grammar { get; }

    /// <summary>SHA-256 of the file.</summary>
    public byte[] Hash { get; }

    /// <summary>A shipped prompt.</summary>
    public static JudgePrompt Ship(string name) => Parse(Resource(name));

    /// <summary>Reads a prompt.</summary>
    /// <exception cref="FormatException">What is wrong with it, in words for its author.</exception>
    public static JudgePrompt Parse(byte[] bytes)
    {
        if (bytes.Length > Most)
        {
            throw new FormatException("it is larger than 64 KiB");
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 2
                || !root.TryGetProperty("answers", out var answers) || !root.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("it must be an object with the members `answers` and `body`, and no others");
            }

            if (Array.Find(Kept, name => body.TryGetProperty(name, out _)) is { } kept)
            {
                throw new FormatException($"`body.{kept}` is the gateway's to set; leave it out");
            }

            var texts = new List<string>();
            Collect(body, texts);
            CheckFence(texts);
            return new JudgePrompt(GrammarOf(answers), body.Clone(), bytes);
        }
        catch (JsonException fault)
        {
            throw new FormatException($"it is no sound JSON: {fault.Message}", fault);
        }
    }

    /// <summary>The body of a question.</summary>
    /// <param name="model">The model as its server knows it.</param>
    /// <param name="fence">Parts the text from everything else.</param>
    public byte[] Write(string model, string line, string policy, string fence, string text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + policy.Length + 1024);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            foreach (var member in _body.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                Write(json, member.Value, place => place switch { "{line}" => line, "{policy}" => policy, Fence => fence, _ => text });
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    internal static byte[] Resource(string name)
    {
        using var stream = typeof(JudgePrompt).Assembly.GetManifestResourceStream($"judge-{name}.json")
            ?? throw new InvalidOperationException($"no prompt `{name}` is shipped; there are {string.Join(", ", Shipped)}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static JudgeGrammar GrammarOf(JsonElement answers) => (answers.ValueKind == JsonValueKind.String ? answers.GetString() : null) switch
    {
        "llama-guard" => JudgeGrammar.LlamaGuard,
        "safeguard" => JudgeGrammar.Safeguard,
        "granite-guardian" => JudgeGrammar.GraniteGuardian,
        _ => throw new FormatException("`answers` must be `llama-guard`, `safeguard` or `granite-guardian`"),
    };

    /// <summary>The text must stand once, between fences: what comes before or after one of them is the prompt's own.</summary>
    private static void CheckFence(List<string> texts)
    {
        string[] holding = [.. texts.Where(static each => each.Contains(Text, StringComparison.Ordinal))];
        var at = holding.Length == 1 ? holding[0].IndexOf(Text, StringComparison.Ordinal) : -1;
        if (at < 0 || holding[0].IndexOf(Text, at + 1, StringComparison.Ordinal) >= 0
            || holding[0].IndexOf(Fence, StringComparison.Ordinal) is var first && (first < 0 || first > at)
            || holding[0].LastIndexOf(Fence, StringComparison.Ordinal) < at)
        {
            throw new FormatException("`{text}` must stand once in the strings of `body`, with `{fence}` before and after it in the same string");
        }
    }

    private static void Collect(JsonElement value, List<string> texts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Collect(member.Value, texts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, texts);
                }

                break;
            case JsonValueKind.String:
                texts.Add(value.GetString()!);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, Func<string, string> fill)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, fill);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, fill);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Fill(value.GetString()!, fill));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    /// <summary>Fills the places of one string in one pass, so that a place in what is filled in stays text.</summary>
    private static string Fill(string template, Func<string, string> fill)
    {
        var filled = new StringBuilder(template.Length);
        for (var at = 0; at < template.Length;)
        {
            var place = template[at] == '{' ? PlaceAt(template.AsSpan(at)) : null;
            filled.Append(place is null ? template.AsSpan(at, 1) : fill(place));
            at += place?.Length ?? 1;
        }

        return filled.ToString();
    }

    private static string? PlaceAt(ReadOnlySpan<char> template)
    {
        foreach (var place in (ReadOnlySpan<string>)["{line}", "{policy}", Fence, Text])
        {
            if (template.StartsWith(place, StringComparison.Ordinal))
            {
                return place;
            }
        }

        return null;
    }
}
