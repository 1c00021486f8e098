using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>Small readers over JSON that the strict walk has already found well-formed.</summary>
internal static class JsonRead
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    public static Utf8JsonReader Open(ReadOnlySpan<byte> json) => new(json, Options);

    /// <summary>Moves to the next member of the object; false at its end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next element of the array; false at its end.</summary>
    public static bool NextElement(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Steps over the value of the member the reader stands on.</summary>
    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The value as a string, or null when it is anything else; the reader ends behind it.</summary>
    public static string? StringValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>Unescaped UTF-8 of the string value, or empty when it is anything else.</summary>
    public static byte[] StringBytes(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return [];
        }

        return CopyString(ref reader);
    }

    /// <summary>Unescaped UTF-8 of the string token the reader stands on.</summary>
    public static byte[] CopyString(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.ToArray();
        }

        var bytes = new byte[reader.ValueSpan.Length];
        var written = reader.CopyString(bytes);
        return bytes.AsSpan(0, written).ToArray();
    }

    /// <summary>Whether the UTF-8 bytes spell the text.</summary>
    public static bool Equal(ReadOnlySpan<byte> utf8, string text) => System.Text.Ascii.Equals(utf8, text);

    /// <summary>Raw JSON of the value the reader moves over.</summary>
    public static byte[] RawValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }

    /// <summary>The value as a whole number, or null when it is anything else, such as 1.0: clients differ on what that is.</summary>
    public static int? IntValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value))
        {
            return value;
        }

        reader.Skip();
        return null;
    }
}
