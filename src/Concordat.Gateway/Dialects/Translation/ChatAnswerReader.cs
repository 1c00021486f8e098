using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads chat completions, whole and as a stream that <c>[DONE]</c> ends.</summary>
internal sealed class ChatAnswerReader : UpstreamReader
{
    private int _call = -1;

    public override void ReadWhole(JsonElement root, AnswerSink sink)
    {
        sink.Begin(AnswerJson.Text(root, "id") ?? throw new AnswerFaultException("it has no id"), AnswerJson.Text(root, "model") ?? "");
        ReadUsage(root, sink);
        var choices = AnswerJson.Items(root, "choices").ToArray();
        if (choices is not [var choice])
        {
            throw new AnswerFaultException("it has not one choice");
        }

        var message = AnswerJson.Get(choice, "message");
        ReadText(message, sink);
        foreach (var call in AnswerJson.Items(message, "tool_calls"))
        {
            var function = FunctionOf(call);
            sink.BeginCall(AnswerJson.Text(call, "id"), AnswerJson.Text(function, "name"));
            sink.Arguments(ArgumentsOf(function));
        }

        if (AnswerJson.Text(choice, "finish_reason") is { } reason)
        {
            sink.Stop(ReasonOf(reason));
        }

        sink.End();
    }

    public override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, AnswerSink sink)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            sink.End();
            return;
        }

        var root = AnswerJson.Parse(data);
        if (AnswerJson.Has(root, "error"))
        {
            sink.Fail(MessageOf(root) ?? "the deployment failed");
            return;
        }

        if (!sink.HasBegun)
        {
            sink.Begin(AnswerJson.Text(root, "id") ?? throw new AnswerFaultException("its first event has no id"), AnswerJson.Text(root, "model") ?? "");
        }

        ReadUsage(root, sink);
        foreach (var choice in AnswerJson.Items(root, "choices"))
        {
            if (AnswerJson.Index(choice, "index") is not 0)
            {
                throw new AnswerFaultException("it has more than one choice");
            }

            ReadDelta(AnswerJson.Get(choice, "delta"), sink);
            if (AnswerJson.Text(choice, "finish_reason") is { } reason)
            {
                sink.CloseOpen();
                sink.Stop(ReasonOf(reason));
            }
        }
    }

    private void ReadDelta(JsonElement delta, AnswerSink sink)
    {
        ReadText(delta, sink);
        foreach (var call in AnswerJson.Items(delta, "tool_calls"))
        {
            var index = AnswerJson.Index(call, "index") ?? throw new AnswerFaultException("a tool call of it has no index");
            var function = FunctionOf(call);
            if (index == _call + 1)
            {
                _call = index;
                sink.BeginCall(AnswerJson.Text(call, "id"), AnswerJson.Text(function, "name"));
            }
            else if (index != _call)
            {
                throw new AnswerFaultException("its tool calls are interleaved");
            }
            else if (AnswerJson.Text(function, "name") is { Length: > 0 } || AnswerJson.Text(call, "id") is { Length: > 0 })
            {
                throw new AnswerFaultException("it names a tool call twice");
            }

            sink.Arguments(ArgumentsOf(function));
        }
    }

    private static void ReadText(JsonElement message, AnswerSink sink)
    {
        if (AnswerJson.Has(message, "audio") || AnswerJson.Has(message, "images") || AnswerJson.Has(message, "function_call"))
        {
            throw AnswerJson.Unknown("sound, images or a call of the old form");
        }

        sink.Reasoning(AnswerJson.Text(message, "reasoning_content") ?? AnswerJson.Text(message, "reasoning") ?? "");
        if (AnswerJson.Get(message, "content") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.String) })
        {
            throw AnswerJson.Unknown("content that is no text");
        }

        sink.Text(AnswerJson.Text(message, "content") ?? "");
        sink.Text(AnswerJson.Text(message, "refusal") ?? "");
    }

    private static JsonElement FunctionOf(JsonElement call) =>
        AnswerJson.Text(call, "type") is null or "function" && AnswerJson.Get(call, "function") is { ValueKind: JsonValueKind.Object } function
        && !AnswerJson.Has(call, "custom") && !AnswerJson.Has(call, "name")
            ? function
            : throw AnswerJson.Unknown("a tool call that calls no function");

    private static string ArgumentsOf(JsonElement function) => AnswerJson.Get(function, "arguments").ValueKind switch
    {
        JsonValueKind.Undefined => "",
        JsonValueKind.String => AnswerJson.Text(function, "arguments")!,
        _ => throw new AnswerFaultException("the arguments of a tool call are no text"),
    };

    private static StopReason ReasonOf(string reason) => reason switch
    {
        "stop" => StopReason.End,
        "length" => StopReason.Length,
        "tool_calls" => StopReason.ToolUse,
        "content_filter" => StopReason.Refusal,
        _ => throw new AnswerFaultException("it stops for a reason that its dialect does not have"),
    };

    private static void ReadUsage(JsonElement root, AnswerSink sink)
    {
        if (AnswerJson.Get(root, "usage") is { ValueKind: JsonValueKind.Object } usage)
        {
            sink.Counts = new TokenCounts(
                AnswerJson.Count(usage, "prompt_tokens"), AnswerJson.Count(AnswerJson.Get(usage, "prompt_tokens_details"), "cached_tokens"), 0,
                AnswerJson.Count(usage, "completion_tokens"), AnswerJson.Count(AnswerJson.Get(usage, "completion_tokens_details"), "reasoning_tokens"));
        }
    }
}
