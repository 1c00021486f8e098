using System.Text;
using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Mcp;

/// <summary>One message of a client (JSON-RPC 2.0), with what it says about itself. Disposing it ends what it points into.</summary>
internal sealed class McpMessage : IDisposable
{
    private const int LongestId = 256;
    private const int LongestMethod = 128;

    /// <summary>How what a client sent is read, also again.</summary>
    internal static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    private readonly JsonDocument _document;

    private McpMessage(JsonDocument document, string method, byte[] id, JsonElement parameters, JsonElement meta)
    {
        (_document, Method, Id, Params, Meta) = (document, method, id, parameters, meta);
    }

    public string Method { get; }

    /// <summary>The id as JSON text; empty for a notification.</summary>
    public byte[] Id { get; }

    public bool IsNotification => Id.Length == 0;

    /// <summary>An object, or undefined.</summary>
    public JsonElement Params { get; }

    /// <summary>The member <c>_meta</c> of the parameters: an object, or undefined.</summary>
    public JsonElement Meta { get; }

    /// <summary>The revision that the request says it speaks; null for a client of an older one.</summary>
    public string? Version => Meta.ValueKind == JsonValueKind.Object && Meta.TryGetProperty(McpNames.Version, out var version)
        ? version.ValueKind == JsonValueKind.String ? version.GetString() : ""
        : null;

    /// <summary>What <c>_meta</c> gives the client's progress by, as JSON text; empty when it does not ask for it.</summary>
    public byte[] ProgressToken => Meta.ValueKind == JsonValueKind.Object && Meta.TryGetProperty("progressToken", out var token) && IsToken(token)
        ? Encoding.UTF8.GetBytes(token.GetRawText())
        : [];

    /// <summary>Reads a message that has passed the strict walk.</summary>
    public static (McpMessage? Message, GatewayError? Error) Read(ReadOnlyMemory<byte> body)
    {
        var document = JsonDocument.Parse(body, Reading);
        var (message, error) = Read(document);
        if (message is null)
        {
            document.Dispose();
        }

        return (message, error);
    }

    public void Dispose() => _document.Dispose();

    private static (McpMessage? Message, GatewayError? Error) Read(JsonDocument document)
    {
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, McpErrors.Invalid("$", "the body must be one JSON-RPC message; batches are not taken"));
        }

        if (!root.TryGetProperty("jsonrpc", out var version) || !version.ValueEquals("2.0"u8))
        {
            return (null, McpErrors.Invalid("$.jsonrpc", "`jsonrpc` must be `2.0`"));
        }

        if (!root.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String || method.GetString() is not { Length: > 0 and <= LongestMethod } name)
        {
            return (null, McpErrors.Invalid("$.method", "`method` must name what is asked; answers of a client are not taken"));
        }

        byte[] id = [];
        if (root.TryGetProperty("id", out var given))
        {
            if (!IsToken(given))
            {
                return (null, McpErrors.Invalid("$.id", $"`id` must be a string of up to {LongestId} characters or a whole number"));
            }

            id = Encoding.UTF8.GetBytes(given.GetRawText());
        }

        var parameters = root.TryGetProperty("params", out var p) ? p : default;
        if (parameters.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            return (null, McpErrors.Invalid("$.params", "`params` must be an object"));
        }

        var meta = parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("_meta", out var m) ? m : default;
        return meta.ValueKind is JsonValueKind.Undefined or JsonValueKind.Object
            ? (new McpMessage(document, name, id, parameters, meta), null)
            : (null, McpErrors.Invalid("$.params._meta", "`_meta` must be an object"));
    }

    private static bool IsToken(JsonElement token) =>
        (token.ValueKind == JsonValueKind.String && token.GetString()!.Length <= LongestId)
        || (token.ValueKind == JsonValueKind.Number && token.TryGetInt64(out _));
}
