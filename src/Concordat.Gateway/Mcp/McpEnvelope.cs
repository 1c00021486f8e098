using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Concordat.Gateway.Mcp;

/// <summary>One message of ours to a tool server, and the reading of what answers it (JSON-RPC 2.0).</summary>
internal sealed class McpEnvelope
{
    /// <summary>Deepest nesting of what a server sends.</summary>
    private const int MaxDepth = 128;
    private const int LongestError = 4_000;

    /// <summary>How everything that a server sent is read, also again: what was taken once is taken everywhere.</summary>
    internal static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    private readonly long? _id;

    private McpEnvelope(byte[] body, long? id)
    {
        (Body, _id) = (body, id);
    }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>A request; <paramref name="version"/> is null where the revision has no metadata of its own in requests.</summary>
    public static McpEnvelope Request(McpAsk ask, long id, string? version)
    {
        var output = new ArrayBufferWriter<byte>(ask.Parameters.Length + 512);
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WriteNumber("id", id);
            json.WriteString("method", ask.Method);
            json.WritePropertyName("params");
            json.WriteRawValue(Parameters(ask, id, version), skipInputValidation: true);
            json.WriteEndObject();
        }

        return new McpEnvelope(output.WrittenSpan.ToArray(), id);
    }

    /// <summary>A notification; nothing answers it.</summary>
    public static McpEnvelope Notification(string method, string parameters) =>
        new(Encoding.UTF8.GetBytes($"{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\",\"params\":{parameters}}}"), id: null);

    /// <summary>Reads one message of the server.</summary>
    /// <param name="lenient">Whether what is no message is passed over instead of being a fault.</param>
    /// <exception cref="McpException">It is not a message that may come here.</exception>
    public (McpReply? Answer, double? Progress, double? Total) Read(ReadOnlyMemory<byte> message, string server, bool lenient)
    {
        try
        {
            using var parsed = JsonDocument.Parse(message, Reading);
            RequireText(message.Span);
            return Read(parsed.RootElement, server);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return lenient ? default : throw new McpException(McpFaults.Malformed(server, "it is not sound JSON"));
        }
        catch (McpException) when (lenient)
        {
            return default;
        }
    }

    /// <summary>Every string of the message is Unicode text: no half of a surrogate pair, which nothing could read or write later.</summary>
    /// <exception cref="InvalidOperationException">One is not.</exception>
    private static void RequireText(ReadOnlySpan<byte> message)
    {
        if (!Utf8.IsValid(message))
        {
            throw new InvalidOperationException("the message is not UTF-8");
        }

        if (message.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var json = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (json.Read())
        {
            if (json.ValueIsEscaped)
            {
                json.GetString();
            }
        }
    }

    private (McpReply? Answer, double? Progress, double? Total) Read(JsonElement root, string server)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("jsonrpc", out var version) || !version.ValueEquals("2.0"u8))
        {
            throw new McpException(McpFaults.Malformed(server, "it is not a JSON-RPC 2.0 message"));
        }

        if (root.TryGetProperty("method", out var method))
        {
            return root.TryGetProperty("id", out _)
                ? throw new McpException(McpFaults.Malformed(server, "it asks the client for something, which nobody offered"))
                : method.ValueEquals("notifications/progress"u8) && root.TryGetProperty("params", out var p) ? Progress(p) : default;
        }

        if (_id is null || !IsOurs(root))
        {
            throw new McpException(McpFaults.Malformed(server, "it answers another request"));
        }

        if (root.TryGetProperty("error", out var error))
        {
            return (ErrorOf(error), null, null);
        }

        return root.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object
            ? (new McpReply(Encoding.UTF8.GetBytes(result.GetRawText())), null, null)
            : throw new McpException(McpFaults.Malformed(server, "it has neither a result nor an error"));
    }

    private (McpReply? Answer, double? Progress, double? Total) Progress(JsonElement p) =>
        p.ValueKind == JsonValueKind.Object && p.TryGetProperty("progressToken", out var token) && token.ValueKind == JsonValueKind.Number
        && token.TryGetInt64(out var id) && id == _id && Number(p, "progress") is { } done
            ? (null, done, Number(p, "total"))
            : default;

    private static double? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private static McpReply ErrorOf(JsonElement error)
    {
        var isObject = error.ValueKind == JsonValueKind.Object;
        var text = isObject && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : "an error without a message";
        var code = isObject && error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : 0;
        return new McpReply(null, text.Length <= LongestError ? text : text[..LongestError], code);
    }

    private bool IsOurs(JsonElement root) =>
        root.TryGetProperty("id", out var id) && (id.ValueKind == JsonValueKind.Null
            ? root.TryGetProperty("error", out _)
            : id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && number == _id)
        || (!root.TryGetProperty("id", out _) && root.TryGetProperty("error", out _));

    private static byte[] Parameters(McpAsk ask, long id, string? version)
    {
        var output = new ArrayBufferWriter<byte>(ask.Parameters.Length + 256);
        output.Write("{"u8);
        output.Write(ask.Parameters.Span);
        if (version is not null || ask.Progress is not null || !ask.Grant.IsEmpty)
        {
            output.Write(ask.Parameters.IsEmpty ? "\"_meta\":"u8 : ",\"_meta\":"u8);
            using var json = new Utf8JsonWriter(output);
            json.WriteStartObject();
            if (ask.Progress is not null)
            {
                json.WriteNumber("progressToken", id);
            }

            if (!ask.Grant.IsEmpty)
            {
                json.WritePropertyName(McpNames.Grant);
                json.WriteRawValue(ask.Grant.Span);
            }

            if (version is not null)
            {
                json.WriteString(McpNames.Version, version);
                json.WriteStartObject(McpNames.ClientInfo);
                json.WriteString("name", McpNames.Implementation);
                json.WriteString("version", McpNames.ImplementationVersion);
                json.WriteEndObject();
                json.WriteStartObject(McpNames.Capabilities);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}
