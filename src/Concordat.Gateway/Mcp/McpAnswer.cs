using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Release;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// Writes the answer to one request: one JSON body, or, once progress has come, server-sent events of which the answer is the last.
/// Not thread-safe.
/// </summary>
internal sealed class McpAnswer(McpClient client)
{
    /// <summary>Most progress notes that one call passes on; what comes beyond is dropped.</summary>
    private const int MostNotes = 1_000;

    private readonly HttpResponse _response = client.Exchange.Http.Response;
    private int _notes;
    private double _furthest = double.NegativeInfinity;

    /// <summary>Passes on how far a call is: numbers, written anew. What the server says in words about it is not.</summary>
    public async ValueTask ProgressAsync(double progress, double? total, CancellationToken cancellationToken)
    {
        if (!double.IsFinite(progress) || progress <= _furthest || _notes++ >= MostNotes)
        {
            return;
        }

        _furthest = progress;
        Start();
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("event: message\ndata: "u8);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WriteString("method", "notifications/progress");
            json.WriteStartObject("params");
            json.WritePropertyName("progressToken");
            json.WriteRawValue(client.Message.ProgressToken);
            json.WriteNumber("progress", Rounded(progress));
            if (total is { } all && double.IsFinite(all))
            {
                json.WriteNumber("total", Rounded(all));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
        _response.BodyWriter.Write(output.WrittenSpan);
        await AsyncFlush.FlushAsync(_response.BodyWriter, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a result.</summary>
    /// <param name="members">JSON text of its members, without the braces.</param>
    /// <param name="error">The verdict or fault that stands in the place of a result.</param>
    public async ValueTask ResultAsync(ReadOnlyMemory<byte> members, GatewayError? error = null, string type = "complete")
    {
        var output = new ArrayBufferWriter<byte>(members.Length + 512);
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options with { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WritePropertyName("id");
            json.WriteRawValue(client.Message.Id);
            json.WritePropertyName("result");
            json.WriteRawValue(Result(members.Span, error, type), skipInputValidation: true);
            json.WriteEndObject();
        }

        await SendAsync(output.WrittenMemory, Recorder.VerdictName(error?.Verdict?.Kind ?? Agreements.VerdictKind.Permit), error).ConfigureAwait(false);
    }

    /// <summary>Writes a verdict or a fault as the error of a tool, so that whoever called it reads why and what to do.</summary>
    public ValueTask ToolErrorAsync(GatewayError error)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", error.Message);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteBoolean("isError", true);
            json.WriteEndObject();
        }

        return ResultAsync(output.WrittenMemory[1..^1], error);
    }

    /// <summary>Writes the answer to a method that is about no call, and decides nothing.</summary>
    public ValueTask PlainAsync(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return ResultAsync(output.WrittenMemory[1..^1]);
    }

    private byte[] Result(ReadOnlySpan<byte> members, GatewayError? error, string type)
    {
        var output = new ArrayBufferWriter<byte>(members.Length + 512);
        output.Write("{"u8);
        output.Write(members);
        using (var json = new Utf8JsonWriter(output, ErrorJson.Options with { SkipValidation = true }))
        {
            var first = members.IsEmpty;
            if (client.IsModern)
            {
                Name(json, output, "resultType"u8, ref first);
                json.WriteStringValue(type);
            }

            if (client.IsModern || error is not null)
            {
                Name(json, output, "_meta"u8, ref first);
                json.WriteStartObject();
                if (client.IsModern)
                {
                    json.WritePropertyName(McpNames.ServerInfo);
                    WriteImplementation(json);
                }

                if (error is not null)
                {
                    var written = new ArrayBufferWriter<byte>();
                    WriteError(written, error);
                    json.WritePropertyName(McpNames.Verdict);
                    json.WriteRawValue(written.WrittenSpan);
                }

                json.WriteEndObject();
            }
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private void WriteError(ArrayBufferWriter<byte> output, GatewayError error)
    {
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        json.WriteStartObject();
        json.WriteString("code", error.Code);
        OpenAiErrors.WriteConcordat(json, error, client.Exchange.Entry, client.Exchange.Model.Agreement.ShortHash);
        json.WriteEndObject();
    }

    // A writer that has begun a value of its own does not put commas before the next.
    private static void Name(Utf8JsonWriter json, ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, ref bool first)
    {
        json.Flush();
        output.Write(first ? "\""u8 : ",\""u8);
        output.Write(name);
        output.Write("\":"u8);
        json.Reset();
        first = false;
    }

    public static void WriteImplementation(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", McpNames.Implementation);
        json.WriteString("version", McpNames.ImplementationVersion);
        json.WriteEndObject();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> body, string verdict, GatewayError? error)
    {
        var aborted = client.Exchange.Http.RequestAborted;
        if (_response.HasStarted)
        {
            _response.BodyWriter.Write("event: message\ndata: "u8);
            _response.BodyWriter.Write(body.Span);
            _response.BodyWriter.Write("\n\n"u8);
            await AsyncFlush.FlushAsync(_response.BodyWriter, aborted).ConfigureAwait(false);
            return;
        }

        _response.StatusCode = StatusCodes.Status200OK;
        _response.ContentType = "application/json";
        _response.ContentLength = body.Length;
        ResponseHeaders.Write(client.Exchange, client.Exchange.Entry >= 0 && (error is null || error.Verdict is not null) ? verdict : null, error?.Case ?? client.Exchange.Case);
        _response.Headers.CacheControl = "no-store";
        _response.BodyWriter.Write(body.Span);
        await AsyncFlush.FlushAsync(_response.BodyWriter, aborted).ConfigureAwait(false);
    }

    private void Start()
    {
        if (_response.HasStarted || _response.ContentType is not null)
        {
            return;
        }

        _response.StatusCode = StatusCodes.Status200OK;
        _response.ContentType = "text/event-stream";
        _response.Headers.CacheControl = "no-store";
        _response.Headers["X-Accel-Buffering"] = "no";
        ResponseHeaders.Write(client.Exchange, verdict: null, client.Exchange.Case);
    }

    /// <summary>Ten digits are room enough for progress, and too few to say something else.</summary>
    private static decimal Rounded(double number) => Math.Round((decimal)Math.Clamp(number, -1e9, 1e9), 3);
}
