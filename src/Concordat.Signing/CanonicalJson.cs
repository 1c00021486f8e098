using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Concordat.Signing.Json;

namespace Concordat.Signing;

/// <summary>The canonical form of JSON that signatures and hashes are taken over (RFC 8785, JCS).</summary>
/// <remarks>
/// Stricter than the RFC where a document could mean two things: duplicate keys, invalid UTF-8, lone surrogates, a byte order mark,
/// comments, nesting beyond 64 levels and integers that a double cannot hold are refused.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>Deepest nesting that is accepted.</summary>
    public const int MaxDepth = 64;

    private const long MaxInteger = 1L << 53;

    /// <summary>Returns the canonical form as UTF-8.</summary>
    /// <exception cref="SigningFormatException">The text is not strict JSON; the code says which rule it breaks.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json))
        {
            throw new SigningFormatException("json_utf8", "the JSON text is not valid UTF-8");
        }

        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var output = new ArrayBufferWriter<byte>(Math.Max(utf8Json.Length, 16));
        try
        {
            Advance(ref reader);
            WriteValue(ref reader, output);
            if (reader.Read())
            {
                throw new SigningFormatException("json_trailing", "there is data after the JSON value");
            }
        }
        catch (JsonException e)
        {
            throw new SigningFormatException(
                "json_syntax", $"not valid JSON at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new SigningFormatException("json_surrogate", $"a string before byte {reader.BytesConsumed} has a lone surrogate", e);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new SigningFormatException("json_syntax", "the JSON text ends too early");
        }
    }

    private static void WriteValue(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, output);
                break;
            case JsonTokenType.String:
                CanonicalString.Write(reader.GetString()!, output);
                break;
            case JsonTokenType.Number:
                WriteNumber(ref reader, output);
                break;
            case JsonTokenType.True:
                output.Write("true"u8);
                break;
            case JsonTokenType.False:
                output.Write("false"u8);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    private static void WriteArray(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndArray; Advance(ref reader))
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            WriteValue(ref reader, output);
        }

        output.Write("]"u8);
    }

    private static void WriteObject(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        // Ordinal comparison of strings is the order of UTF-16 code units that the RFC asks for.
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new List<(string Name, Range Value)>();
        var values = new ArrayBufferWriter<byte>();
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndObject; Advance(ref reader))
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new SigningFormatException("json_duplicate_key", $"key `{name}` appears twice in one object, before byte {reader.BytesConsumed}");
            }

            Advance(ref reader);
            var start = values.WrittenCount;
            WriteValue(ref reader, values);
            members.Add((name, start..values.WrittenCount));
        }

        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        output.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            CanonicalString.Write(members[i].Name, output);
            output.Write(":"u8);
            output.Write(values.WrittenSpan[members[i].Value]);
        }

        output.Write("}"u8);
    }

    private static void WriteNumber(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        var text = reader.ValueSpan;
        if (!text.ContainsAny(".eE"u8))
        {
            if (!reader.TryGetInt64(out var integer) || integer is > MaxInteger or < -MaxInteger)
            {
                throw new SigningFormatException(
                    "json_number",
                    string.Create(CultureInfo.InvariantCulture, $"an integer before byte {reader.BytesConsumed} is beyond 2^53 (write it as a string)"));
            }
        }

        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            throw new SigningFormatException("json_number", $"a number before byte {reader.BytesConsumed} is beyond the range of a double (write it as a string)");
        }

        var span = output.GetSpan(EcmaScriptNumber.MaxLength);
        output.Advance(EcmaScriptNumber.Format(value, span));
    }
}
