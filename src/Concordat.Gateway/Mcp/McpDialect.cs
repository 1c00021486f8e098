using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Mcp;

/// <summary>How one request of <c>/mcp</c> is answered when it ends in an error. One per request: an error names the request's id.</summary>
internal sealed class McpDialect : Dialect
{
    /// <summary>The fact <c>operation</c> of every call of a tool through the gateway.</summary>
    public const string Name = "tools";

    /// <summary>The request's id as JSON text, once it is known.</summary>
    public byte[] Id { get; set; } = [];

    public override string Operation => Name;

    public override string UpstreamPath => "";

    protected override ReadOnlySpan<byte> ContentMember => "params"u8;

    public override void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading) => throw new NotSupportedException("results of tools are read by McpResult");

    public override AnswerStreamReader OpenStream() => throw new NotSupportedException("results of tools are read whole");

    public override void WriteError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        if (Id.Length > 0)
        {
            json.WritePropertyName("id");
            json.WriteRawValue(Id);
        }

        json.WriteStartObject("error");
        json.WriteNumber("code", McpErrors.NumberOf(error));
        json.WriteString("message", error.Message);
        json.WriteStartObject("data");
        json.WriteString("code", error.Code);
        if (error.Code is ErrorCodes.UnsupportedProtocolVersion)
        {
            json.WriteStartArray("supported");
            foreach (var version in McpVersions.All)
            {
                json.WriteStringValue(version);
            }

            json.WriteEndArray();
            json.WriteString("requested", error.Param);
        }
        else if (error.Param is not null)
        {
            json.WriteString("param", error.Param);
        }

        OpenAiErrors.WriteConcordat(json, error, entry, agreement);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override void WriteStreamError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        output.Write("event: message\ndata: "u8);
        WriteError(output, error, entry, agreement);
        output.Write("\n\n"u8);
    }

    protected override UninspectableKinds ReadContent(ref Utf8JsonReader reader) => throw new NotSupportedException("calls of tools are read by McpCallStage");
}
