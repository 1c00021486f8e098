using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary><c>POST /v1/chat/completions</c> (OpenAI API reference, Chat Completions).</summary>
internal sealed class OpenAiChatDialect : OpenAiDialect
{
    public override string Operation => "chat";

    public override string UpstreamPath => "chat/completions";

    public override AnswerStreamReader OpenStream() => new OpenAiChatStreamReader();

    protected override ReadOnlySpan<byte> ContentMember => "messages"u8;

    protected override bool TryReadMember(ref Utf8JsonReader reader, DialectRequest request, out GatewayError? fault)
    {
        fault = null;
        if (reader.ValueTextEquals("functions"u8))
        {
            OfferedTools.Read(ref reader, request.Tools);
            return true;
        }

        if (reader.ValueTextEquals("max_tokens"u8) || reader.ValueTextEquals("max_completion_tokens"u8))
        {
            RequestMembers.ReadMostOutput(ref reader, request);
            return true;
        }

        if (reader.ValueTextEquals("n"u8))
        {
            reader.Read();
            request.Choices = reader.TokenType == JsonTokenType.Null ? 1
                : reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count) && count is >= 1 and <= 1024 ? count
                : null;
            reader.Skip();
            return true;
        }

        if (reader.ValueTextEquals("stream_options"u8))
        {
            ReadStreamOptions(ref reader, request);
            return true;
        }

        if (reader.ValueTextEquals("web_search_options"u8))
        {
            request.Tools.Add(new OfferedTool("web_search", Hosted: true));
            JsonRead.SkipValue(ref reader);
            return true;
        }

        return false;
    }

    public override void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading)
    {
        var reader = JsonRead.Open(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8) && EnterArray(ref reader))
            {
                while (JsonRead.NextElement(ref reader))
                {
                    ReadChoice(ref reader, json, reading);
                }
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("usage"u8))
            {
                reading.Usage.Read(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    protected override UninspectableKinds ReadContent(ref Utf8JsonReader reader)
    {
        var kinds = UninspectableKinds.None;
        if (!EnterArray(ref reader))
        {
            reader.Skip();
            return kinds;
        }

        while (JsonRead.NextElement(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (JsonRead.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("content"u8))
                {
                    kinds |= ContentParts.Read(ref reader);
                }
                else if (reader.ValueTextEquals("audio"u8))
                {
                    reader.Read();
                    kinds |= reader.TokenType == JsonTokenType.Null ? UninspectableKinds.None : UninspectableKinds.Audio;
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("images"u8))
                {
                    kinds |= UninspectableKinds.Image;
                    JsonRead.SkipValue(ref reader);
                }
                else
                {
                    kinds |= MemberNames.Skip(ref reader);
                }
            }
        }

        return kinds;
    }

    /// <summary>Finds where the counts of tokens are asked for, or would be.</summary>
    private static void ReadStreamOptions(ref Utf8JsonReader reader, DialectRequest request)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.Null)
        {
            request.CountsAt = (start, (int)reader.BytesConsumed - start, CountsAsk.Value);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            request.AsksForCounts = true; // the upstream refuses it
            reader.Skip();
            return;
        }

        request.CountsAt = (start + 1, 0, CountsAsk.First);
        var isEmpty = true;
        while (JsonRead.NextMember(ref reader))
        {
            isEmpty = false;
            var asks = reader.ValueTextEquals("include_usage"u8);
            request.Uninspectable |= MemberNames.KindOf(ref reader);
            reader.Read();
            if (asks && reader.TokenType == JsonTokenType.False)
            {
                request.CountsAt = ((int)reader.TokenStartIndex, 5, CountsAsk.Flag);
            }
            else if (asks)
            {
                request.AsksForCounts = true;
            }

            reader.Skip();
        }

        if (isEmpty)
        {
            request.CountsAt = (start, (int)reader.BytesConsumed - start, CountsAsk.Value);
        }
    }

    /// <summary>Steps onto the value; true when it is an array and the reader stands at its start.</summary>
    private static bool EnterArray(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.StartArray;
    }

    private static void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, AnswerReading reading)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("message"u8))
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
                continue;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMessage(ref reader, json, reading);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, AnswerReading reading)
    {
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("tool_calls"u8))
            {
                if (!EnterArray(ref reader))
                {
                    reader.Skip();
                    continue;
                }

                while (JsonRead.NextElement(ref reader))
                {
                    AddCall(ref reader, json, reading);
                }
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    AddCall(ref reader, json, reading);
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                reading.Uninspectable |= ContentParts.Read(ref reader);
            }
            else if (reader.ValueTextEquals("audio"u8) || reader.ValueTextEquals("images"u8))
            {
                var kind = reader.ValueTextEquals("audio"u8) ? UninspectableKinds.Audio : UninspectableKinds.Image;
                reader.Read();
                reading.Uninspectable |= reader.TokenType == JsonTokenType.Null ? UninspectableKinds.None : kind;
                reader.Skip();
            }
            else
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
            }
        }
    }

    private static void AddCall(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, AnswerReading reading)
    {
        var contradicts = false;
        reading.Calls.Add(OpenAiToolCalls.Read(ref reader, json, ref contradicts));
        reading.Contradicts |= contradicts;
    }
}
