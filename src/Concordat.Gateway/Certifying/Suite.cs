using System.Text.Json;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>A submitted suite: <c>{"suite": NAME, "cases": [{"name", "operation", "request", "sources"?, "label"?}, …]}</c>.</summary>
internal sealed record Suite(string Name, IReadOnlyList<SuiteCase> Cases)
{
    private const int LongestName = 64;

    /// <summary>Reads a body that the strict walk has already found well-formed.</summary>
    public static (Suite? Suite, GatewayError? Error) Read(ReadOnlyMemory<byte> body)
    {
        var reader = JsonRead.Open(body.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return (null, GatewayErrors.InvalidRequest("$", "the body must be an object with `suite` and `cases`"));
        }

        string? name = null;
        var cases = new List<SuiteCase>();
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("suite"u8))
            {
                name = JsonRead.StringValue(ref reader);
            }
            else if (!reader.ValueTextEquals("cases"u8))
            {
                return (null, GatewayErrors.InvalidRequest("$", $"there is no member `{reader.GetString()}`; a suite has `suite` and `cases`"));
            }
            else if (ReadCases(ref reader, body, cases) is { } fault)
            {
                return (null, fault);
            }
        }

        return !IsName(name) ? (null, GatewayErrors.InvalidRequest("$.suite", "`suite` must be a name of 1 to 64 letters, digits, `.`, `_` or `-`"))
            : cases.Count == 0 ? (null, GatewayErrors.InvalidRequest("$.cases", $"`cases` must be an array of 1 to {Certificate.MostCases} cases"))
            : cases.GroupBy(static each => each.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice
                ? (null, GatewayErrors.InvalidRequest("$.cases", $"two cases have the name `{twice.Key}`; give each its own"))
            : (new Suite(name!, cases), null);
    }

    private static GatewayError? ReadCases(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<SuiteCase> cases)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        while (JsonRead.NextElement(ref reader))
        {
            if (cases.Count == Certificate.MostCases)
            {
                return GatewayErrors.InvalidRequest("$.cases", $"a suite has at most {Certificate.MostCases} cases");
            }

            if (ReadCase(ref reader, body, cases.Count, out var read) is { } fault)
            {
                return fault;
            }

            cases.Add(read!);
        }

        return null;
    }

    private static GatewayError? ReadCase(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, int index, out SuiteCase? read)
    {
        read = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return GatewayErrors.InvalidRequest($"$.cases[{index}]", "a case must be an object with `name`, `operation` and `request`");
        }

        var (name, operation, sources, label) = ((string?)null, (string?)"chat", (string?)null, (string?)null);
        ReadOnlyMemory<byte> request = default;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("operation"u8))
            {
                operation = JsonRead.StringValue(ref reader);
            }
            else if (reader.ValueTextEquals("sources"u8))
            {
                sources = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("label"u8))
            {
                label = JsonRead.StringValue(ref reader) ?? "";
            }
            else if (reader.ValueTextEquals("request"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                request = isObject ? body[start..(int)reader.BytesConsumed] : default;
            }
            else
            {
                return GatewayErrors.InvalidRequest($"$.cases[{index}]", "a case has `name`, `operation`, `request`, `sources` and `label`, and no other member");
            }
        }

        if (!IsName(name))
        {
            return GatewayErrors.InvalidRequest($"$.cases[{index}].name", "`name` must be 1 to 64 letters, digits, `.`, `_` or `-`: it is in the ledger, so it names and does not describe");
        }

        if (operation is null || GatewayEndpoints.DialectOf(operation) is null)
        {
            return GatewayErrors.InvalidRequest($"$.cases[{index}].operation", "`operation` must be chat, responses, messages or embeddings");
        }

        read = new SuiteCase(name!, operation, request, sources, label);
        return request.IsEmpty ? GatewayErrors.InvalidRequest($"$.cases[{index}].request", "`request` must be the JSON object that would be sent") : null;
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
