using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary><c>POST /v1/responses</c> (OpenAI API reference, Responses).</summary>
internal sealed class OpenAiResponsesDialect : OpenAiDialect
{
    public override string Operation => "responses";

    public override string UpstreamPath => "responses";

    public override AnswerStreamReader OpenStream() => new OpenAiResponsesStreamReader();

    protected override ReadOnlySpan<byte> ContentMember => "input"u8;

    protected override bool TryReadMember(ref Utf8JsonReader reader, DialectRequest request, out GatewayError? fault)
    {
        fault = null;
        if (reader.ValueTextEquals("background"u8))
        {
            reader.Read();
            fault = reader.TokenType is JsonTokenType.False or JsonTokenType.Null ? null : GatewayErrors.Unsupported("$.background",
                "an answer fetched later would not be inspected; leave `background` out or set it to false");
            return true;
        }

        if (reader.ValueTextEquals("max_output_tokens"u8))
        {
            RequestMembers.ReadMostOutput(ref reader, request);
            return true;
        }

        if (reader.ValueTextEquals("conversation"u8))
        {
            request.Uninspectable |= RequestMembers.ReadConversation(ref reader, request);
            return true;
        }

        if (reader.ValueTextEquals("previous_response_id"u8) || reader.ValueTextEquals("prompt"u8))
        {
            // The vendor would add text that the gateway never sees.
            var isPrompt = reader.ValueTextEquals("prompt"u8);
            var added = RequestMembers.UnknownUnlessNull(ref reader);
            request.Uninspectable |= added;
            request.HasStoredPrompt |= isPrompt && added != UninspectableKinds.None;
            return true;
        }

        return false;
    }

    public override void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading)
    {
        var reader = JsonRead.Open(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ResponseOutput.ReadResponse(ref reader, json, reading);
        }
    }

    public override void WriteStreamError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        output.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteString("code", error.Code);
            json.WriteString("message", error.Message);
            json.WriteNull("param");
            json.WriteStartObject("error");
            json.WriteString("message", error.Message);
            json.WriteString("type", error.Type);
            json.WriteString("code", error.Code);
            OpenAiErrors.WriteConcordat(json, error, entry, agreement);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    protected override UninspectableKinds ReadContent(ref Utf8JsonReader reader)
    {
        var kinds = UninspectableKinds.None;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return kinds;
        }

        while (JsonRead.NextElement(ref reader))
        {
            kinds |= reader.TokenType == JsonTokenType.StartObject ? ReadItem(ref reader) : UninspectableKinds.Unknown;
            reader.Skip();
        }

        return kinds;
    }

    private static UninspectableKinds ReadItem(ref Utf8JsonReader reader)
    {
        var kinds = UninspectableKinds.None;
        var known = false;
        var typed = false;
        var role = false;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                typed = true;
                known = ResponseOutput.IsReadableItem(JsonRead.StringValue(ref reader));
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                role = true;
                JsonRead.SkipValue(ref reader);
            }
            else if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("output"u8) || reader.ValueTextEquals("summary"u8))
            {
                kinds |= ContentParts.Read(ref reader);
            }
            else if (reader.ValueTextEquals("encrypted_content"u8))
            {
                reader.Read();
                kinds |= reader.TokenType == JsonTokenType.Null ? UninspectableKinds.None : UninspectableKinds.Encrypted;
                reader.Skip();
            }
            else
            {
                kinds |= MemberNames.Skip(ref reader);
            }
        }

        return known || (!typed && role) ? kinds : kinds | UninspectableKinds.Unknown;
    }
}
