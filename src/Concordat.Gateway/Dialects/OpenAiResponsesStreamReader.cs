using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// Follows a stream of response events. A call is open from its <c>response.output_item.added</c> to its
/// <c>response.output_item.done</c>; the final event repeats every call, and one that was not decided yet is decided there.
/// </summary>
internal sealed class OpenAiResponsesStreamReader : AnswerStreamReader
{
    private readonly Dictionary<int, OpenCall> _open = [];
    private readonly List<ToolCall> _decided = [];

    public override void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            Close();
            return;
        }

        var reader = JsonRead.Open(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Malformed = true;
            return;
        }

        var told = new ResponseEvent();
        while (JsonRead.NextMember(ref reader))
        {
            ReadMember(ref reader, data, told);
        }

        Uninspectable |= told.Uninspectable | ResponseEvents.Uninspectable(told.Type);

        // A client may go by the name of the event or by its type.
        Malformed |= told.Malformed || (!name.IsEmpty && !JsonRead.Equal(name, told.Type));
        Malformed |= told.Arguments is { } whole && (!_open.TryGetValue(told.Index, out var open) || !open.TryEnd(whole));
        TextBytes += told.Delta.Length;
        if (told.Response is { } response)
        {
            Counted = response.Usage;
        }

        Follow(told.Type, told.Index, told.Delta, told.Item, told.Response);
        Withholding = _open.Count > 0;
    }

    public override void Close()
    {
        // A call that never became whole is not known; the pipeline sees the interrupted stream and releases nothing of it.
        Malformed |= _open.Count > 0;
        Ended = true;
    }

    private static void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ResponseEvent into)
    {
        if (reader.ValueTextEquals("type"u8))
        {
            into.Type = JsonRead.StringValue(ref reader) ?? "";
        }
        else if (reader.ValueTextEquals("output_index"u8))
        {
            var index = JsonRead.IntValue(ref reader);
            into.Malformed |= index is null;
            into.Index = index ?? 0;
        }
        else if (reader.ValueTextEquals("delta"u8))
        {
            into.Delta = JsonRead.StringBytes(ref reader);
        }
        else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8))
        {
            into.Arguments = JsonRead.StringBytes(ref reader);
        }
        else if (reader.ValueTextEquals("part"u8))
        {
            into.Uninspectable |= ContentParts.Read(ref reader);
        }
        else if (reader.ValueTextEquals("item"u8))
        {
            into.Item = ReadNested(ref reader, data, whole: false);
            into.Uninspectable |= into.Item?.Uninspectable ?? UninspectableKinds.None;
        }
        else if (reader.ValueTextEquals("response"u8))
        {
            into.Response = ReadNested(ref reader, data, whole: true);
            into.Uninspectable |= into.Response?.Uninspectable ?? UninspectableKinds.None;
        }
        else
        {
            into.Uninspectable |= MemberNames.Skip(ref reader);
        }
    }

    private static AnswerReading? ReadNested(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool whole)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var reading = new AnswerReading();
        if (whole)
        {
            ResponseOutput.ReadResponse(ref reader, data, reading);
        }
        else
        {
            ResponseOutput.ReadItem(ref reader, data, reading);
        }

        return reading;
    }

    private void Follow(string type, int index, byte[] delta, AnswerReading? item, AnswerReading? response)
    {
        switch (type)
        {
            case "response.output_item.added" when item is { Calls.Count: > 0 }:
                Malformed |= !_open.TryAdd(index, new OpenCall(item.Calls[0]));
                break;
            case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta"
                or "response.mcp_call_arguments.delta":
                Malformed |= !_open.TryGetValue(index, out var call) || !call.TryAppend(delta);
                break;
            case "response.function_call_arguments.done" or "response.custom_tool_call_input.done" or "response.mcp_call_arguments.done":
                break;
            case "response.output_item.done" when item is { Calls.Count: > 0 }:
                Finish(index, item.Calls[0]);
                break;
            case "response.completed" or "response.failed" or "response.incomplete":
                foreach (var final in response?.Calls ?? [])
                {
                    Decide(final);
                }

                Ended = true;
                break;
            default:
                HasText |= delta.Length > 0 || type is "error";
                break;
        }

        if (type is not ("response.completed" or "response.failed" or "response.incomplete"))
        {
            // A response object in any other event has no business carrying calls.
            Malformed |= response is { Calls.Count: > 0 };
        }
    }

    private void Finish(int index, ToolCall call)
    {
        Malformed |= _open.Remove(index, out var open) && !open.Agrees(call);
        Decide(call);
    }

    private void Decide(ToolCall call)
    {
        foreach (var known in _decided)
        {
            if (known.Name == call.Name && known.Arguments.AsSpan().SequenceEqual(call.Arguments))
            {
                return;
            }
        }

        _decided.Add(call);
        Ready.Add(call);
    }
}
