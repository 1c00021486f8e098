using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Follows a chat completion stream: tool calls are whole when their choice has a <c>finish_reason</c> or the stream ends.</summary>
internal sealed class OpenAiChatStreamReader : AnswerStreamReader
{
    private readonly OpenToolCalls _open = new();

    public override void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        OnlyCounts = false;
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

        var (choices, counts) = (false, false);
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                Counted.Read(ref reader);
                counts |= reader.TokenType == JsonTokenType.EndObject;
                continue;
            }

            if (!reader.ValueTextEquals("choices"u8))
            {
                Uninspectable |= MemberNames.Skip(ref reader);
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (JsonRead.NextElement(ref reader))
            {
                choices = true;
                ReadChoice(reader, data);
                reader.Skip();
            }
        }

        OnlyCounts = counts && !choices;
        Malformed |= _open.Contradicted;
        Withholding = _open.Any;
    }

    public override void Close()
    {
        _open.TakeAll(Ready);
        Withholding = false;
        Ended = true;
    }

    /// <summary>Reads one choice twice: its index may stand behind its delta.</summary>
    private void ReadChoice(Utf8JsonReader choice, ReadOnlySpan<byte> data)
    {
        if (choice.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        var index = IndexOf(choice);
        var finished = false;
        while (JsonRead.NextMember(ref choice))
        {
            if (choice.ValueTextEquals("delta"u8) || choice.ValueTextEquals("message"u8))
            {
                choice.Read();
                if (choice.TokenType == JsonTokenType.StartObject)
                {
                    ReadDelta(ref choice, data, index);
                }
                else
                {
                    choice.Skip();
                }
            }
            else if (choice.ValueTextEquals("finish_reason"u8))
            {
                choice.Read();
                finished = choice.TokenType == JsonTokenType.String;
                choice.Skip();
            }
            else if (choice.ValueTextEquals("text"u8))
            {
                HasText = true;
                JsonRead.SkipValue(ref choice);
            }
            else
            {
                Uninspectable |= MemberNames.Skip(ref choice);
            }
        }

        if (finished)
        {
            _open.TakeGroup(index, Ready);
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int choice)
    {
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray)
                {
                    reader.Skip();
                    continue;
                }

                while (JsonRead.NextElement(ref reader))
                {
                    var index = IndexOf(reader);
                    AddCall(ref reader, data, choice, index);
                }
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    AddCall(ref reader, data, choice, -1);
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                JsonRead.SkipValue(ref reader);
            }
            else
            {
                ReadVisible(ref reader);
            }
        }
    }

    private void AddCall(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int choice, int index)
    {
        var contradicts = false;
        var part = OpenAiToolCalls.Read(ref reader, data, ref contradicts);
        TextBytes += part.Arguments.Length;
        _open.Add(choice, index, part);
        Malformed |= contradicts;
    }

    private void ReadVisible(ref Utf8JsonReader reader)
    {
        Uninspectable |= MemberNames.KindOf(ref reader);
        var content = reader.ValueTextEquals("content"u8);
        var audio = reader.ValueTextEquals("audio"u8);
        var image = reader.ValueTextEquals("images"u8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            Uninspectable |= audio ? UninspectableKinds.Audio : image ? UninspectableKinds.Image : UninspectableKinds.None;
            HasText |= reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > 0;
            TextBytes += reader.ValueSpan.Length;
        }

        if (content)
        {
            Uninspectable |= ContentParts.ReadHere(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>The <c>index</c> member of the object the reader stands on, 0 when it has none; works on a copy.</summary>
    private int IndexOf(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                var index = JsonRead.IntValue(ref reader);
                Malformed |= index is null;
                return index ?? 0;
            }

            JsonRead.SkipValue(ref reader);
        }

        return 0;
    }
}
