using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Reads JSON text into a tree, without recursion. Refuses double members, lone surrogates, and what is too long, too deep or too much.</summary>
internal sealed class JsonTreeReader
{
    /// <summary>An expression needs two levels for each of its own, and a policy set a few around it.</summary>
    public const int Depth = (2 * CedarLimits.ExpressionDepth) + 24;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _text;
    private readonly string? _file;
    private readonly JsonCursor _cursor;
    private readonly Stack<JsonTree> _open = new();
    private JsonTree? _root;
    private int _count;
    private (string Text, SourceSpan Span)? _name;

    private JsonTreeReader(string text, string? file)
    {
        _text = text;
        _file = file;
        _cursor = new JsonCursor(text);
    }

    /// <exception cref="SyntaxFault">The text is not JSON, or too large.</exception>
    public static JsonTree Read(string json, string? file)
    {
        var reader = new JsonTreeReader(json, file);
        return json.Length <= CedarLimits.TextLength
            ? reader.ReadAll()
            : throw reader.Fault("text-too-long", new SourceSpan(0, 0, 1, 1), string.Create(CultureInfo.InvariantCulture, $"the text has {json.Length} characters; at most {CedarLimits.TextLength} are read"));
    }

    private JsonTree ReadAll()
    {
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(_text);
        }
        catch (EncoderFallbackException fault)
        {
            throw Fault("invalid-json", new JsonCursor(_text).AtCharacter(fault.Index), "half of a character stands alone");
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Depth });
        try
        {
            while (reader.Read())
            {
                ReadToken(ref reader);
            }
        }
        catch (JsonException fault)
        {
            var at = JsonCursor.AtLine(_text, fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0);
            throw _open.Count >= Depth
                ? Fault("nested-too-deep", at, $"nested more than {Depth} deep")
                : Fault("invalid-json", at, "this is not valid JSON: " + Plain(fault.Message));
        }
        catch (InvalidOperationException)
        {
            throw Fault("invalid-json", _cursor.Span(reader.TokenStartIndex, reader.BytesConsumed), "half of a character stands alone");
        }

        return _root!;
    }

    private void ReadToken(ref Utf8JsonReader reader)
    {
        var span = _cursor.Span(reader.TokenStartIndex, reader.TokenStartIndex + TokenLength(ref reader));
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = (reader.GetString()!, span);
                break;
            case JsonTokenType.StartObject:
                _open.Push(Add(JsonValueKind.Object, span, ""));
                break;
            case JsonTokenType.StartArray:
                _open.Push(Add(JsonValueKind.Array, span, ""));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var closed = _open.Pop();
                closed.Span = closed.Span.To(span);
                break;
            case JsonTokenType.String:
                Add(JsonValueKind.String, span, reader.GetString()!);
                break;
            case JsonTokenType.Number:
                Add(JsonValueKind.Number, span, Encoding.UTF8.GetString(reader.ValueSpan));
                break;
            default:
                var kind = reader.TokenType == JsonTokenType.True ? JsonValueKind.True
                    : reader.TokenType == JsonTokenType.False ? JsonValueKind.False
                    : JsonValueKind.Null;
                Add(kind, span, "");
                break;
        }
    }

    private static int TokenLength(ref Utf8JsonReader reader) =>
        reader.ValueSpan.Length + (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0);

    private JsonTree Add(JsonValueKind kind, SourceSpan span, string text)
    {
        if (++_count > CedarLimits.JsonValues)
        {
            throw Fault("too-many-values", span, $"there are more than {CedarLimits.JsonValues} values");
        }

        var node = new JsonTree(kind, _file, span) { Text = text, NameSpan = _name?.Span ?? span };
        if (!_open.TryPeek(out var parent))
        {
            _root = node;
        }
        else if (parent.Kind == JsonValueKind.Array)
        {
            parent.Items.Add(node);
        }
        else if (!parent.Members.TryAdd(_name!.Value.Text, node))
        {
            throw Fault("duplicate-member", _name.Value.Span, $"the member `{_name.Value.Text}` occurs twice");
        }

        _name = null;
        return node;
    }

    private SyntaxFault Fault(string code, SourceSpan span, string message) => new(CedarDiagnostic.Error(code, _file, span, message));

    // "'}' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 3." is said without what the place says already.
    private static string Plain(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? message : message[..end]).TrimEnd('.').Replace('\'', '`');
        return char.ToLowerInvariant(text[0]) + text[1..];
    }
}
