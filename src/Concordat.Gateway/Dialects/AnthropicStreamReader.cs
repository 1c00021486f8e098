using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Follows a stream of message events: a tool use is whole at its <c>content_block_stop</c>.</summary>
internal sealed class AnthropicStreamReader : AnswerStreamReader
{
    private static readonly AnthropicMessagesDialect Messages = new();

    private readonly OpenToolCalls _open = new();
    private readonly Dictionary<int, byte[]> _initialInputs = [];
    private readonly HashSet<int> _withDeltas = [];

    public override void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var reader = JsonRead.Open(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Malformed = true;
            return;
        }

        var type = "";
        var index = 0;
        AnswerReading? block = null;
        string? deltaType = null;
        byte[] partial = [];
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                var position = JsonRead.IntValue(ref reader);
                Malformed |= position is null;
                index = position ?? 0;
            }
            else if (reader.ValueTextEquals("content_block"u8))
            {
                block = ReadBlock(ref reader, data);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                (deltaType, partial) = ReadDelta(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                // Blocks come one by one after the start; a message that brings some along would get them past the verdict.
                ReadMessage(JsonRead.RawValue(ref reader, data));
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Counted.Read(ref reader);
            }
            else
            {
                Uninspectable |= MemberNames.Skip(ref reader);
            }
        }

        // A client may go by the name of the event or by its type, and blocks come in one event only.
        Malformed |= !name.IsEmpty && !JsonRead.Equal(name, type);
        Malformed |= block is not null && type != "content_block_start";
        Follow(type, index, block, deltaType, partial);
        Malformed |= _open.Contradicted;
        Withholding = _open.Any;
    }

    public override void Close()
    {
        // A tool use without its end is not a whole call; nothing of it may be released.
        Malformed |= _open.Any;
        Ended = true;
    }

    private void ReadMessage(byte[] message)
    {
        var reading = new AnswerReading();
        Messages.ReadAnswer(message, reading);
        Malformed |= reading.Calls.Count > 0;
        Uninspectable |= reading.Uninspectable;
        Counted = reading.Usage;
    }

    private static AnswerReading? ReadBlock(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var reading = new AnswerReading();
        AnthropicBlocks.Read(ref reader, data, reading);
        return reading;
    }

    private (string? Type, byte[] Partial) ReadDelta(ref Utf8JsonReader reader)
    {
        string? type = null;
        byte[] partial = [];
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return (type, partial);
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("partial_json"u8))
            {
                partial = JsonRead.StringBytes(ref reader);
                TextBytes += partial.Length;
            }
            else
            {
                reader.Read();
                TextBytes += reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0;
                reader.Skip();
            }
        }

        return (type, partial);
    }

    private void Follow(string type, int index, AnswerReading? block, string? deltaType, byte[] partial)
    {
        switch (type)
        {
            case "content_block_start" when block is not null:
                Uninspectable |= block.Uninspectable;
                if (block.Calls.Count > 0)
                {
                    _open.Add(0, index, block.Calls[0] with { Arguments = [] });
                    _initialInputs[index] = block.Calls[0].Arguments;
                }

                break;
            case "content_block_delta" when deltaType == "input_json_delta":
                Malformed |= !_initialInputs.ContainsKey(index);
                _withDeltas.Add(index);
                _open.Add(0, index, new ToolCall("", partial));
                break;
            case "content_block_delta":
                HasText |= deltaType is not "signature_delta";
                Uninspectable |= deltaType is "text_delta" or "thinking_delta" or "signature_delta" or "citations_delta"
                    ? UninspectableKinds.None
                    : UninspectableKinds.Unknown;
                break;
            case "content_block_stop" when _initialInputs.TryGetValue(index, out var initial):
                Finish(index, initial);
                break;
            case "message_stop":
                Malformed |= _open.Any;
                Ended = true;
                break;
            case "error":
                HasText = true;
                Ended = true;
                break;
            case "message_start" or "message_delta" or "ping" or "content_block_start" or "content_block_stop":
                break;
            default:
                Uninspectable |= UninspectableKinds.Unknown;
                break;
        }
    }

    private void Finish(int index, byte[] initial)
    {
        if (!_withDeltas.Contains(index))
        {
            _open.Add(0, index, new ToolCall("", initial));
        }
        else if (!initial.AsSpan().SequenceEqual("{}"u8) && initial.Length > 0)
        {
            // Both a full input and deltas: a client may take either.
            Malformed = true;
        }

        _open.TakeOne(0, index, Ready);
    }
}
