namespace Concordat.Cedar.Syntax;

/// <summary>Reads <c>@name("value")</c> and <c>@name</c>, in policies and in schemas.</summary>
internal static class AnnotationParser
{
    /// <summary>All annotations that stand here.</summary>
    public static Dictionary<string, string> ReadAll(TokenReader reader)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var spans = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        while (reader.Is(TokenKind.At))
        {
            Read(reader, values, spans, []);
        }

        return values;
    }

    /// <summary>One annotation; a name without a value also goes to <paramref name="bare"/>.</summary>
    public static void Read(TokenReader reader, Dictionary<string, string> values, Dictionary<string, SourceSpan> spans, HashSet<string> bare)
    {
        var start = reader.Expect(TokenKind.At, "`@`").Span;
        var name = reader.TextOf(reader.Expect(TokenKind.Identifier, "the name of an annotation"));
        var value = "";
        if (reader.Accept(TokenKind.OpenParen))
        {
            value = reader.StringValue(reader.Expect(TokenKind.String, "a string"));
            reader.Expect(TokenKind.CloseParen, "`)`");
        }
        else
        {
            bare.Add(name);
        }

        var span = start.To(reader.Previous.Span);
        if (!values.TryAdd(name, value))
        {
            throw reader.Fault("duplicate-annotation", span, $"annotation `@{name}` occurs twice");
        }

        spans[name] = span;
    }
}
