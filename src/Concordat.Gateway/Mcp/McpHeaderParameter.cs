using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Mcp;

/// <summary>An argument that a tool's schema wants mirrored into a header (<c>x-mcp-header</c>, MCP 2026-07-28, streamable HTTP).</summary>
internal sealed record McpHeaderParameter(string Header, IReadOnlyList<string> Path)
{
    private const string Annotation = "x-mcp-header";
    private const string Prefix = "=?base64?";
    private const string Suffix = "?=";
    private const int MostParameters = 32;
    private const int LongestValue = 4096;

    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reads the annotations of a schema; null where one stands where it must not.</summary>
    public static IReadOnlyList<McpHeaderParameter>? ReadAll(JsonElement schema)
    {
        var annotations = Count(schema);
        if (annotations == 0)
        {
            return [];
        }

        var found = new List<McpHeaderParameter>();
        return annotations <= MostParameters && Read(schema, [], found) && found.Count == annotations
            && found.DistinctBy(parameter => parameter.Header, StringComparer.OrdinalIgnoreCase).Count() == found.Count
            ? found
            : null;
    }

    /// <summary>The header's value for these arguments; null where they have none.</summary>
    public string? ValueOf(JsonElement arguments)
    {
        var at = arguments;
        foreach (var step in Path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                return null;
            }
        }

        return at.ValueKind switch
        {
            JsonValueKind.String => at.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => at.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : at.GetRawText(),
            _ => null,
        };
    }

    /// <summary>Writes a value so that it can stand in a header.</summary>
    public static string Encode(string value) =>
        value.Length > 0 && value.All(static c => c is >= ' ' and <= '~') && value[0] != ' ' && value[^1] != ' '
        && !(value.StartsWith(Prefix, StringComparison.Ordinal) && value.EndsWith(Suffix, StringComparison.Ordinal))
            ? value
            : Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) + Suffix;

    /// <summary>Reads a value that stood in a header; null where it cannot be one.</summary>
    public static string? Decode(string header)
    {
        if (header.Length > LongestValue || header.Any(static c => c is < ' ' or > '~'))
        {
            return null;
        }

        if (!header.StartsWith(Prefix, StringComparison.Ordinal) || !header.EndsWith(Suffix, StringComparison.Ordinal) || header.Length < Prefix.Length + Suffix.Length)
        {
            return header;
        }

        var encoded = header.AsSpan(Prefix.Length, header.Length - Prefix.Length - Suffix.Length);
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64Chars(encoded, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : null;
    }

    private static bool Read(JsonElement schema, string[] path, List<McpHeaderParameter> found)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            string[] below = [.. path, property.Name];
            if (property.Value.TryGetProperty(Annotation, out var header))
            {
                if (header.ValueKind != JsonValueKind.String || header.GetString() is not { Length: > 0 and <= 64 } name || name.AsSpan().ContainsAnyExcept(Token)
                    || !property.Value.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() is not ("string" or "integer" or "boolean"))
                {
                    return false;
                }

                found.Add(new McpHeaderParameter(McpNames.ParameterHeader + name, below));
            }

            if (!Read(property.Value, below, found))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How often the annotation stands anywhere in the schema, as a keyword or as what looks like one.</summary>
    private static int Count(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(member => (member.NameEquals(Annotation) ? 1 : 0) + Count(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Count),
        _ => 0,
    };
}
