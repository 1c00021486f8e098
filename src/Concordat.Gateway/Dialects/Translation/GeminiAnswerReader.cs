using System.Globalization;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads answers of <c>generateContent</c>; a stream is many of them, and has no mark for its end but the end of its bytes.</summary>
/// <param name="id">The answer's id where the vendor gives none, and the beginning of those of its calls, which have none.</param>
internal sealed class GeminiAnswerReader(string id, string model) : UpstreamReader
{
    private int _calls;
    private bool _called;

    public override void ReadWhole(JsonElement root, AnswerSink sink)
    {
        Read(root, sink);
        sink.End();
    }

    public override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, AnswerSink sink)
    {
        var root = AnswerJson.Parse(data);
        if (AnswerJson.Has(root, "error"))
        {
            sink.Fail(MessageOf(root) ?? "the deployment failed");
            return;
        }

        Read(root, sink);
    }

    public override void Close(AnswerSink sink)
    {
        if (sink is { HasReason: true, HasEnded: false })
        {
            sink.End();
        }
    }

    private void Read(JsonElement root, AnswerSink sink)
    {
        if (!sink.HasBegun)
        {
            sink.Begin(AnswerJson.Text(root, "responseId") ?? id, AnswerJson.Text(root, "modelVersion") ?? model);
        }

        ReadUsage(AnswerJson.Get(root, "usageMetadata"), sink);
        if (AnswerJson.Has(AnswerJson.Get(root, "promptFeedback"), "blockReason"))
        {
            sink.Stop(StopReason.Refusal);
            return;
        }

        var candidates = AnswerJson.Items(root, "candidates").ToArray();
        if (candidates.Length > 1)
        {
            throw new AnswerFaultException("it has more than one choice");
        }

        foreach (var candidate in candidates)
        {
            foreach (var part in AnswerJson.Items(AnswerJson.Get(candidate, "content"), "parts"))
            {
                ReadPart(part, sink);
            }

            if (AnswerJson.Text(candidate, "finishReason") is { } reason && reason != "FINISH_REASON_UNSPECIFIED")
            {
                sink.CloseOpen();
                sink.Stop(ReasonOf(reason));
            }
        }
    }

    private void ReadPart(JsonElement part, AnswerSink sink)
    {
        if (AnswerJson.Get(part, "functionCall") is { ValueKind: JsonValueKind.Object } call)
        {
            _called = true;
            sink.BeginCall(
                AnswerJson.Text(call, "id") ?? string.Create(CultureInfo.InvariantCulture, $"call_{id}_{_calls++}"), AnswerJson.Text(call, "name"));
            sink.Arguments(AnswerJson.Get(call, "args") is { ValueKind: JsonValueKind.Object } arguments ? RequestJson.Raw(arguments) : "{}");
            sink.CloseOpen();
        }
        else if (AnswerJson.Text(part, "text") is { } text)
        {
            if (AnswerJson.Get(part, "thought").ValueKind == JsonValueKind.True)
            {
                sink.Reasoning(text);
            }
            else
            {
                sink.Text(text);
            }
        }
        else if (part.ValueKind != JsonValueKind.Object || part.EnumerateObject().Any(static member => member.Name != "thoughtSignature"))
        {
            throw AnswerJson.Unknown("content that is neither text nor a tool call");
        }
    }

    private StopReason ReasonOf(string reason) => reason switch
    {
        "STOP" => _called ? StopReason.ToolUse : StopReason.End,
        "MAX_TOKENS" => StopReason.Length,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "LANGUAGE" or "MODEL_ARMOR" => StopReason.Refusal,
        "MALFORMED_FUNCTION_CALL" => throw new AnswerFaultException("the model made a tool call that cannot be read"),
        _ => throw new AnswerFaultException("it stops for a reason that its dialect does not have"),
    };

    private static void ReadUsage(JsonElement usage, AnswerSink sink)
    {
        if (usage.ValueKind == JsonValueKind.Object)
        {
            var thoughts = AnswerJson.Count(usage, "thoughtsTokenCount");
            sink.Counts = new TokenCounts(
                AnswerJson.Count(usage, "promptTokenCount"), AnswerJson.Count(usage, "cachedContentTokenCount"), 0,
                AnswerJson.Count(usage, "candidatesTokenCount") + thoughts, thoughts);
        }
    }
}
