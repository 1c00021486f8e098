using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary><c>POST /v1/messages</c> (Anthropic API reference, Messages).</summary>
internal sealed class AnthropicMessagesDialect : Dialect
{
    public override string Operation => "messages";

    public override string UpstreamPath => "v1/messages";

    public override AnswerStreamReader OpenStream() => new AnthropicStreamReader();

    protected override ReadOnlySpan<byte> ContentMember => "messages"u8;

    protected override bool TryReadMember(ref Utf8JsonReader reader, DialectRequest request, out GatewayError? fault)
    {
        fault = null;
        if (reader.ValueTextEquals("max_tokens"u8))
        {
            RequestMembers.ReadMostOutput(ref reader, request);
            return true;
        }

        if (reader.ValueTextEquals("system"u8))
        {
            request.Uninspectable |= ContentParts.Read(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("mcp_servers"u8))
        {
            ReadServers(ref reader, request);
            return true;
        }

        if (reader.ValueTextEquals("container"u8))
        {
            request.Uninspectable |= RequestMembers.UnknownUnlessNull(ref reader);
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
            if (reader.ValueTextEquals("usage"u8))
            {
                reading.Usage.Read(ref reader);
                continue;
            }

            if (!reader.ValueTextEquals("content"u8))
            {
                reading.Uninspectable |= MemberNames.Skip(ref reader);
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
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    AnthropicBlocks.Read(ref reader, json, reading);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    public override void WriteError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", VendorType(error.Status));
        json.WriteString("message", error.Message);
        json.WriteString("code", error.Code);
        if (error.Verdict is not null)
        {
            json.WriteString("reason", error.Type);
        }

        OpenAiErrors.WriteConcordat(json, error, entry, agreement);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override void WriteStreamError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        output.Write("event: error\ndata: "u8);
        WriteError(output, error, entry, agreement);
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
                else
                {
                    kinds |= MemberNames.Skip(ref reader);
                }
            }
        }

        return kinds;
    }

    /// <summary>Tools of a server that the vendor calls are out of the gateway's sight, one and all.</summary>
    private static void ReadServers(ref Utf8JsonReader reader, DialectRequest request)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (JsonRead.NextElement(ref reader))
            {
                request.Tools.Add(new OfferedTool("mcp_servers", Hosted: true));
                reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }
    }

    internal static string VendorType(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
