using System.Text;
using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Oversight.Cases;
using Concordat.Signing;

namespace Concordat.Gateway.Mcp;

/// <summary>One call of a tool as the client asked for it.</summary>
/// <param name="Name">The tool, as clients name it.</param>
/// <param name="Arguments">Canonical JSON (RFC 8785): what is inspected, what people sign and what is sent are the same bytes.</param>
/// <param name="Cases">The cases that granted it, where the client names any.</param>
/// <param name="Returns">Whether the client comes back after it was sent to open a case.</param>
/// <param name="Declined">Whether its user did not want to open it.</param>
internal sealed record McpCall(string Name, byte[] Arguments, IReadOnlyList<CaseId> Cases, bool Returns, bool Declined)
{
    private const int LongestName = 128;

    /// <summary>The key of the one request that the gateway puts to a client's user.</summary>
    public const string Approval = "approval";

    /// <summary>What is committed to, kept and inspected as the request: the tool and its arguments, and nothing that differs from try to try.</summary>
    public byte[] ToBody() => [.. "{\"arguments\":"u8, .. Arguments, .. ",\"name\":\""u8, .. JsonEncodedText.Encode(Name).EncodedUtf8Bytes, .. "\"}"u8];

    public static (McpCall? Call, GatewayError? Error) Read(McpMessage message, Exchange exchange)
    {
        var parameters = message.Params;
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
            || name.GetString() is not { Length: > 0 and <= LongestName } tool)
        {
            return (null, McpErrors.Parameters("$.params.name", $"`name` must be the name of a tool, of up to {LongestName} characters"));
        }

        var (arguments, error) = ReadArguments(parameters);
        if (error is not null)
        {
            return (null, error);
        }

        var (named, returns, fault) = CaseOf(message, exchange);
        return fault is null ? (new McpCall(tool, arguments, named, returns, returns && HasDeclined(parameters)), null) : (null, fault);
    }

    private static (byte[] Arguments, GatewayError? Error) ReadArguments(JsonElement parameters)
    {
        if (!parameters.TryGetProperty("arguments", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return ("{}"u8.ToArray(), null);
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            return ([], McpErrors.Parameters("$.params.arguments", "`arguments` must be an object"));
        }

        try
        {
            return (CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(given.GetRawText())), null);
        }
        catch (SigningFormatException fault)
        {
            return ([], McpErrors.Parameters("$.params.arguments", $"`arguments` has no canonical form, so it could be read in more than one way: {fault.Message}"));
        }
    }

    /// <summary>A case can be named in the header, in <c>_meta</c>, or by the state that the gateway gave the client; the same everywhere, though.</summary>
    private static (IReadOnlyList<CaseId> Cases, bool Returns, GatewayError? Error) CaseOf(McpMessage message, Exchange exchange)
    {
        var named = new List<CaseId>(exchange.Cases);
        var returns = false;
        if (message.Meta.ValueKind == JsonValueKind.Object && message.Meta.TryGetProperty(McpNames.Case, out var inMeta)
            && !Takes(inMeta, named))
        {
            return ([], false, McpErrors.Parameters("$.params._meta", $"`{McpNames.Case}` must be the id of a case, or several separated by commas, and the same wherever it stands"));
        }

        if (message.Params.TryGetProperty("requestState", out var state))
        {
            returns = true;
            if (!Takes(state, named))
            {
                return ([], false, McpErrors.Parameters("$.params.requestState", "`requestState` is not what this gateway gave out"));
            }
        }

        return (named, returns, null);
    }

    private static bool Takes(JsonElement value, List<CaseId> named)
    {
        List<CaseId> told = [];
        if (value.ValueKind != JsonValueKind.String || !RequestHeaders.TryReadCases(value.GetString()!, told) || (named.Count > 0 && !named.SequenceEqual(told)))
        {
            return false;
        }

        named.Clear();
        named.AddRange(told);
        return true;
    }

    private static bool HasDeclined(JsonElement parameters) =>
        parameters.TryGetProperty("inputResponses", out var responses) && responses.ValueKind == JsonValueKind.Object
        && responses.TryGetProperty(Approval, out var answer) && answer.ValueKind == JsonValueKind.Object
        && !(answer.TryGetProperty("action", out var action) && action.ValueEquals("accept"u8));
}
