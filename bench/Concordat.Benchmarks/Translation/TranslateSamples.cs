using System.Collections.Frozen;
using System.Text;

namespace Concordat.Benchmarks.Translation;

/// <summary>A chat request of 1 KiB, and answers of 1 KiB and pieces of streams from each upstream dialect.</summary>
internal static class TranslateSamples
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("The usage agreement permits lawful defensive analysis. ", 13));

    public static readonly byte[] Request = Utf8(
        $$"""{"model":"m","messages":[{"role":"system","content":"You are an analyst."},{"role":"user","content":"{{Text}}"}],"temperature":0.2,"max_tokens":256,"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"place":{"type":"string"} } } } }]}""");

    public static readonly byte[] StreamRequest = Utf8("""{"model":"m","stream":true,"messages":[{"role":"user","content":"Go on."}]}""");

    private static readonly FrozenDictionary<string, byte[]> Answers = new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["messages"] = Utf8($$"""{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{{Text}}"},{"type":"tool_use","id":"t1","name":"get_weather","input":{"place":"harbour"} }],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":42,"output_tokens":128} }"""),
        ["converse"] = Utf8($$"""{"output":{"message":{"role":"assistant","content":[{"text":"{{Text}}"},{"toolUse":{"toolUseId":"t1","name":"get_weather","input":{"place":"harbour"} } }]} },"stopReason":"tool_use","usage":{"inputTokens":42,"outputTokens":128,"totalTokens":170},"metrics":{"latencyMs":9} }"""),
        ["gemini"] = Utf8($$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"{{Text}}"},{"functionCall":{"name":"get_weather","args":{"place":"harbour"} } }]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":42,"candidatesTokenCount":128},"modelVersion":"m","responseId":"r-1"}"""),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static byte[] Answer(string upstream) => Answers[upstream];

    /// <summary>The events before the first piece, and one that brings a piece.</summary>
    public static (IReadOnlyList<(byte[] Name, byte[] Data)> Begin, byte[] Name, byte[] Piece) Stream(string upstream) => upstream switch
    {
        "messages" => (
            [
                (Utf8("message_start"), Utf8("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":42,"output_tokens":1} } }""")),
                (Utf8("content_block_start"), Utf8("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }""")),
            ],
            Utf8("content_block_delta"), Utf8("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"token and more "} }""")),
        "converse" => (
            [(Utf8("messageStart"), Utf8("""{"role":"assistant"}"""))],
            Utf8("contentBlockDelta"), Utf8("""{"contentBlockIndex":0,"delta":{"text":"token and more "},"p":"abcdefghijkl"}""")),
        _ => ([], [], Utf8("""{"candidates":[{"content":{"role":"model","parts":[{"text":"token and more "}]},"index":0}],"usageMetadata":{"promptTokenCount":42},"modelVersion":"m","responseId":"r-1"}""")),
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
