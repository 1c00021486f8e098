using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads answers of <c>Converse</c>, and the events of <c>ConverseStream</c>, where <c>metadata</c> comes last.</summary>
/// <param name="id">The answer's id: this dialect has none.</param>
internal sealed class ConverseAnswerReader(string id, string model) : UpstreamReader
{
    private int _block = -1;
    private bool _open;
    private bool _metadata;
    private PartKind _kind;

    public override void ReadWhole(JsonElement root, AnswerSink sink)
    {
        sink.Begin(id, model);
        ReadUsage(AnswerJson.Get(root, "usage"), sink);
        var message = AnswerJson.Get(AnswerJson.Get(root, "output"), "message");
        if (AnswerJson.Text(message, "role") != "assistant")
        {
            throw new AnswerFaultException("it has no message of the model");
        }

        foreach (var block in AnswerJson.Items(message, "content"))
        {
            ReadBlock(block, sink);
            sink.CloseOpen();
        }

        sink.Stop(ReasonOf(AnswerJson.Text(root, "stopReason")));
        sink.End();
    }

    public override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, AnswerSink sink)
    {
        var root = AnswerJson.Parse(data);
        var type = System.Text.Encoding.ASCII.GetString(name);
        if (type.EndsWith("Exception", StringComparison.Ordinal))
        {
            sink.Fail($"{type}: {AnswerJson.Text(root, "message") ?? "the deployment failed"}");
            return;
        }

        Expect((sink.HasBegun || type == "messageStart") && !_metadata);
        switch (type)
        {
            case "messageStart":
                sink.Begin(id, model);
                break;
            case "contentBlockStart":
                OpenBlock(root, PartKind.Call);
                var call = AnswerJson.Get(AnswerJson.Get(root, "start"), "toolUse");
                if (call.ValueKind != JsonValueKind.Object)
                {
                    throw AnswerJson.Unknown("content that is neither text nor a tool call");
                }

                sink.BeginCall(AnswerJson.Text(call, "toolUseId"), AnswerJson.Text(call, "name"));
                break;
            case "contentBlockDelta":
                ReadDelta(root, sink);
                break;
            case "contentBlockStop":
                Expect(_open && AnswerJson.Index(root, "contentBlockIndex") == _block);
                _open = false;
                sink.CloseOpen();
                break;
            case "messageStop":
                Expect(!_open);
                sink.Stop(ReasonOf(AnswerJson.Text(root, "stopReason")));
                break;
            case "metadata":
                Expect(sink.HasReason);
                _metadata = true;
                ReadUsage(AnswerJson.Get(root, "usage"), sink);
                sink.End();
                break;
            default:
                throw AnswerJson.Unknown("an event of an unknown type");
        }
    }

    private static void Expect(bool inOrder)
    {
        if (!inOrder)
        {
            throw new AnswerFaultException("its events are out of order");
        }
    }

    private void OpenBlock(JsonElement root, PartKind kind)
    {
        Expect(!_open && AnswerJson.Index(root, "contentBlockIndex") == _block + 1);
        (_open, _block, _kind) = (true, _block + 1, kind);
    }

    private void ReadDelta(JsonElement root, AnswerSink sink)
    {
        var delta = AnswerJson.Get(root, "delta");
        var thought = AnswerJson.Get(delta, "reasoningContent");
        var kind = AnswerJson.Has(delta, "toolUse") ? PartKind.Call : thought.ValueKind == JsonValueKind.Object ? PartKind.Reasoning : PartKind.Text;
        if (!_open && kind != PartKind.Call)
        {
            // A block of text begins with its first piece.
            OpenBlock(root, kind);
        }

        Expect(_open && _kind == kind && AnswerJson.Index(root, "contentBlockIndex") == _block);
        switch (kind)
        {
            case PartKind.Call:
                sink.Arguments(AnswerJson.Text(AnswerJson.Get(delta, "toolUse"), "input") ?? "");
                break;
            case PartKind.Reasoning:
                ReadThought(thought, sink);
                break;
            default:
                sink.Text(AnswerJson.Text(delta, "text") ?? throw AnswerJson.Unknown("content that is neither text nor a tool call"));
                break;
        }
    }

    private static void ReadThought(JsonElement thought, AnswerSink sink)
    {
        if (AnswerJson.Has(thought, "redactedContent"))
        {
            throw AnswerJson.Unknown("a thought that is sealed");
        }

        sink.Reasoning(AnswerJson.Text(thought, "text") ?? "");
        if (AnswerJson.Text(thought, "signature") is { Length: > 0 } signature)
        {
            sink.Sign(signature);
        }
    }

    private static void ReadBlock(JsonElement block, AnswerSink sink)
    {
        if (AnswerJson.Text(block, "text") is { } text)
        {
            sink.Text(text);
        }
        else if (AnswerJson.Get(block, "toolUse") is { ValueKind: JsonValueKind.Object } call)
        {
            sink.BeginCall(AnswerJson.Text(call, "toolUseId"), AnswerJson.Text(call, "name"));
            sink.Arguments(AnswerJson.Get(call, "input") is { ValueKind: JsonValueKind.Object } input
                ? RequestJson.Raw(input)
                : throw new AnswerFaultException("a tool call of it has no arguments"));
        }
        else if (AnswerJson.Get(block, "reasoningContent") is { ValueKind: JsonValueKind.Object } thought)
        {
            ReadThought(AnswerJson.Has(thought, "reasoningText") ? AnswerJson.Get(thought, "reasoningText") : thought, sink);
        }
        else
        {
            throw AnswerJson.Unknown("content that is neither text nor a tool call");
        }
    }

    private static StopReason ReasonOf(string? reason) => reason switch
    {
        "end_turn" => StopReason.End,
        "tool_use" => StopReason.ToolUse,
        "max_tokens" or "model_context_window_exceeded" => StopReason.Length,
        "stop_sequence" => StopReason.StopText,
        "guardrail_intervened" or "content_filtered" => StopReason.Refusal,
        _ => throw new AnswerFaultException("it stops for a reason that its dialect does not have"),
    };

    private static void ReadUsage(JsonElement usage, AnswerSink sink)
    {
        var (read, write) = (AnswerJson.Count(usage, "cacheReadInputTokens"), AnswerJson.Count(usage, "cacheWriteInputTokens"));
        sink.Counts = new TokenCounts(AnswerJson.Count(usage, "inputTokens") + read + write, read, write, AnswerJson.Count(usage, "outputTokens"), 0);
    }
}
