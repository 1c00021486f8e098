using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Gateway.Mcp;

/// <summary>One tool as its server defines it now, reduced to what clients get to see: that is what people accept. Immutable.</summary>
internal sealed class McpTool
{
    /// <summary>Stands between the server's name and the tool's.</summary>
    public const string Separator = "__";

    private const int LongestName = 64;

    private static readonly string[] Members = ["annotations", "description", "inputSchema", "name", "outputSchema", "title"];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private McpTool(string server, string name, byte[] definition, IReadOnlyList<McpHeaderParameter> headers)
    {
        (Name, Definition, Headers) = (name, definition, headers);
        ExposedName = server + Separator + name;
        Hash = Convert.ToHexStringLower(SHA256.HashData(definition));
    }

    /// <summary>As the server knows it.</summary>
    public string Name { get; }

    /// <summary>As clients and the configuration know it.</summary>
    public string ExposedName { get; }

    /// <summary>Canonical JSON (RFC 8785), under the server's own name for it.</summary>
    public byte[] Definition { get; }

    /// <summary>SHA-256 of the definition, lower hex.</summary>
    public string Hash { get; }

    /// <summary>Arguments that travel in headers too.</summary>
    public IReadOnlyList<McpHeaderParameter> Headers { get; }

    /// <summary>Reads a definition; null where it is none that can be shown to a client as it is.</summary>
    public static McpTool? Read(string server, JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object
            || !tool.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || !IsName(name.GetString()!)
            || !tool.TryGetProperty("inputSchema", out var schema) || schema.ValueKind != JsonValueKind.Object
            || McpHeaderParameter.ReadAll(schema) is not { } headers)
        {
            return null;
        }

        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            foreach (var member in tool.EnumerateObject().Where(member => Members.Contains(member.Name, StringComparer.Ordinal)))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        try
        {
            return new McpTool(server, name.GetString()!, CanonicalJson.Canonicalize(written.WrittenSpan), headers);
        }
        catch (SigningFormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the definition under the name that clients use.</summary>
    public void WriteExposed(Utf8JsonWriter json)
    {
        using var definition = JsonDocument.Parse(Definition, McpEnvelope.Reading);
        json.WriteStartObject();
        foreach (var member in definition.RootElement.EnumerateObject())
        {
            if (member.NameEquals("name"u8))
            {
                json.WriteString("name", ExposedName);
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExcept(NameCharacters);
}
