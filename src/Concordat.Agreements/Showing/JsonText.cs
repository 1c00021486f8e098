using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Facts;
using Concordat.Cedar;

namespace Concordat.Agreements.Showing;

/// <summary>What the reports of agreements as JSON have in common.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void WriteFindings(Utf8JsonWriter writer, IEnumerable<AgreementDiagnostic> diagnostics)
    {
        writer.WriteStartArray();
        foreach (var found in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("severity"u8, found.IsError ? "error" : "warning");
            writer.WriteString("code"u8, found.Code);
            writer.WriteString("message"u8, found.Message);
            writer.WriteString("file"u8, found.File);
            writer.WriteNumber("line"u8, found.Line);
            writer.WriteNumber("column"u8, found.Column);
            writer.WriteString("clause"u8, found.Clause);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>An example: the action, what is not ordinary about it in words, and its facts.</summary>
    public static void WriteExample(Utf8JsonWriter writer, Example example)
    {
        writer.WriteStartObject("example"u8);
        writer.WriteString("action"u8, example.Request.Action.Id);
        WriteStrings(writer, "words", example.Facts.Select(fact => fact.Words));
        writer.WriteStartObject("facts"u8);
        foreach (var fact in example.Facts)
        {
            writer.WritePropertyName(fact.Path);
            WriteValue(writer, fact.Value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, CedarValue value)
    {
        switch (value.Kind)
        {
            case CedarValueKind.Bool:
                writer.WriteBooleanValue(value.AsBool);
                break;
            case CedarValueKind.Long:
                writer.WriteNumberValue(value.AsLong);
                break;
            case CedarValueKind.String:
                writer.WriteStringValue(value.AsString);
                break;
            case CedarValueKind.Set:
                writer.WriteStartArray();
                foreach (var element in value.AsSet.OrderBy(element => element.ToString(), StringComparer.Ordinal))
                {
                    WriteValue(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
