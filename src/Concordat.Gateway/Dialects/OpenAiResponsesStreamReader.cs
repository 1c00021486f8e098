using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// Follows a stream of response events. A call is open from its <c>response.output_item.added</c> to its
/// <c>response.output_item.done</c>; the final event repeats every call, and one that was not decided yet is decided there.
/// </summary>
internal sealed class OpenAiResponsesStreamReader : AnswerStreamReader
{
    private readonly Dictionary<int, MemoryStream> _open = [];
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

        var type = "";
        var index = 0;
        byte[] delta = [];
        AnswerReading? item = null;
        AnswerReading? response = null;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("output_index"u8))
            {
                index = JsonRead.IntValue(ref reader);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                delta = JsonRead.StringBytes(ref reader);
            }
            else if (reader.ValueTextEquals("item"u8))
            {
                item = ReadNested(ref reader, data, whole: false);
            }
            else if (reader.ValueTextEquals("response"u8))
            {
                response = ReadNested(ref reader, data, whole: true);
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        Uninspectable |= (item?.Uninspectable ?? UninspectableKinds.None) | (response?.Uninspectable ?? UninspectableKinds.None);
        Follow(type, index, delta, item, response);
        Withholding = _open.Count > 0;
    }

    public override void Close()
    {
        // A call that never became whole is not known; the pipeline sees the interrupted stream and releases nothing of it.
        Malformed |= _open.Count > 0;
        Ended = true;
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
                _open[index] = new MemoryStream();
                break;
            case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta"
                or "response.mcp_call_arguments.delta":
                if (_open.TryGetValue(index, out var arguments))
                {
                    arguments.Write(delta);
                }
                else
                {
                    Malformed = true;
                }

                break;
            case "response.output_item.done" when item is { Calls.Count: > 0 }:
                Finish(index, item.Calls[0]);
                break;
            case "response.completed" or "response.failed" or "response.incomplete":
                foreach (var call in response?.Calls ?? [])
                {
                    Decide(call);
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
        if (_open.Remove(index, out var deltas) && deltas.Length > 0 && !deltas.ToArray().AsSpan().SequenceEqual(call.Arguments))
        {
            Malformed = true;
        }

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
