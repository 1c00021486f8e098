using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads messages, whole and as a stream of events that <c>message_stop</c> ends.</summary>
internal sealed class MessagesAnswerReader : UpstreamReader
{
    private int _block = -1;
    private bool _open;
    private string _type = "";

    public override void ReadWhole(JsonElement root, AnswerSink sink)
    {
        Begin(root, sink);
        foreach (var block in AnswerJson.Items(root, "content"))
        {
            ReadBlock(block, sink);
            if (_type == "tool_use")
            {
                sink.Arguments(InputOf(block) ?? throw new AnswerFaultException("a tool call of it has no arguments"));
            }

            sink.CloseOpen();
        }

        Stop(root, sink);
        sink.End();
    }

    public override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, AnswerSink sink)
    {
        var root = AnswerJson.Parse(data);
        var type = AnswerJson.Text(root, "type") ?? throw new AnswerFaultException("an event of it has no type");
        if (!name.IsEmpty && !JsonRead.Equal(name, type))
        {
            throw new AnswerFaultException("an event of it has two types");
        }

        if (!sink.HasBegun && type is not ("message_start" or "ping" or "error"))
        {
            throw new AnswerFaultException("its events are out of order");
        }

        switch (type)
        {
            case "message_start":
                Begin(AnswerJson.Get(root, "message"), sink);
                break;
            case "content_block_start":
                Expect(!_open && AnswerJson.Index(root, "index") == _block + 1);
                (_open, _block) = (true, _block + 1);
                Open(AnswerJson.Get(root, "content_block"), sink);
                break;
            case "content_block_delta":
                Expect(_open && AnswerJson.Index(root, "index") == _block);
                ReadDelta(AnswerJson.Get(root, "delta"), sink);
                break;
            case "content_block_stop":
                Expect(_open && AnswerJson.Index(root, "index") == _block);
                _open = false;
                sink.CloseOpen();
                break;
            case "message_delta":
                Expect(!_open);
                Stop(AnswerJson.Get(root, "delta"), sink);
                ReadUsage(AnswerJson.Get(root, "usage"), sink);
                break;
            case "message_stop":
                Expect(!_open);
                sink.End();
                break;
            case "error":
                sink.Fail(MessageOf(root) ?? "the deployment failed");
                break;
            case "ping":
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

    private static void Begin(JsonElement message, AnswerSink sink)
    {
        ReadUsage(AnswerJson.Get(message, "usage"), sink);
        sink.Begin(AnswerJson.Text(message, "id") ?? throw new AnswerFaultException("it has no id"), AnswerJson.Text(message, "model") ?? "");
    }

    private void Open(JsonElement block, AnswerSink sink)
    {
        ReadBlock(block, sink);
        if (_type == "tool_use" && InputOf(block) is { } input && input != "{}")
        {
            throw new AnswerFaultException("the arguments of a tool call come twice");
        }
    }

    private void ReadBlock(JsonElement block, AnswerSink sink)
    {
        _type = AnswerJson.Text(block, "type") ?? "";
        switch (_type)
        {
            case "text":
                sink.Text(AnswerJson.Text(block, "text") ?? "");
                break;
            case "thinking":
                sink.Reasoning(AnswerJson.Text(block, "thinking") ?? "");
                if (AnswerJson.Text(block, "signature") is { Length: > 0 } signature)
                {
                    sink.Sign(signature);
                }

                break;
            case "tool_use":
                sink.BeginCall(AnswerJson.Text(block, "id"), AnswerJson.Text(block, "name"));
                break;
            default:
                throw AnswerJson.Unknown("content that is neither text nor a tool call");
        }
    }

    private static string? InputOf(JsonElement block) =>
        AnswerJson.Get(block, "input") is { ValueKind: JsonValueKind.Object } input ? RequestJson.Raw(input) : null;

    private void ReadDelta(JsonElement delta, AnswerSink sink)
    {
        switch (AnswerJson.Text(delta, "type"), _type)
        {
            case ("text_delta", "text"):
                sink.Text(AnswerJson.Text(delta, "text") ?? "");
                break;
            case ("input_json_delta", "tool_use"):
                sink.Arguments(AnswerJson.Text(delta, "partial_json") ?? "");
                break;
            case ("thinking_delta", "thinking"):
                sink.Reasoning(AnswerJson.Text(delta, "thinking") ?? "");
                break;
            case ("signature_delta", "thinking"):
                sink.Sign(AnswerJson.Text(delta, "signature") ?? "");
                break;
            default:
                throw AnswerJson.Unknown("a piece that does not belong to its block");
        }
    }

    private static void Stop(JsonElement element, AnswerSink sink)
    {
        if (AnswerJson.Text(element, "stop_reason") is { } reason)
        {
            sink.Stop(
                reason switch
                {
                    "end_turn" => StopReason.End,
                    "tool_use" => StopReason.ToolUse,
                    "max_tokens" or "model_context_window_exceeded" => StopReason.Length,
                    "stop_sequence" => StopReason.StopText,
                    "refusal" => StopReason.Refusal,
                    _ => throw new AnswerFaultException("it stops for a reason that its dialect does not have"),
                },
                AnswerJson.Text(element, "stop_sequence"));
        }
    }

    /// <summary>Counts come in two events: what the second does not have stays as the first said.</summary>
    private static void ReadUsage(JsonElement usage, AnswerSink sink)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var before = sink.Counts;
        var (read, write) = (AnswerJson.Count(usage, "cache_read_input_tokens"), AnswerJson.Count(usage, "cache_creation_input_tokens"));
        var input = AnswerJson.Count(usage, "input_tokens") + read + write;
        sink.Counts = input > 0
            ? new TokenCounts(input, read, write, AnswerJson.Count(usage, "output_tokens"), 0)
            : before with { Output = AnswerJson.Count(usage, "output_tokens") };
    }
}
