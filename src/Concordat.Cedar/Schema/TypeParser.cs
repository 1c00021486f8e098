using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Schema;

/// <summary>Reads types and names of a schema.</summary>
internal sealed class TypeParser(TokenReader reader)
{
    public WrittenType ReadType()
    {
        if (reader.Is(TokenKind.OpenBrace))
        {
            return ReadRecord();
        }

        var start = reader.Current.Span;
        if (reader.IsWord("Set") && reader.PeekAt(1).Kind == TokenKind.Less)
        {
            reader.Enter();
            reader.Next();
            reader.Next();
            var element = ReadType();
            reader.Expect(TokenKind.Greater, "`>`");
            reader.Leave();
            return new WrittenType(start.To(reader.Previous.Span)) { Element = element };
        }

        var name = ReadPath("a type");
        return new WrittenType(name.Span) { Name = name };
    }

    public WrittenType ReadRecord()
    {
        reader.Enter();
        var start = reader.Expect(TokenKind.OpenBrace, "`{`").Span;
        var attributes = ImmutableArray.CreateBuilder<WrittenAttribute>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!reader.Accept(TokenKind.CloseBrace))
        {
            var annotations = AnnotationParser.ReadAll(reader);
            var span = reader.Current.Span;
            var name = reader.Is(TokenKind.String) ? ReadString() : ReadIdentifier("an attribute name or `}`").Text;
            if (!seen.Add(name))
            {
                throw reader.Fault("duplicate-attribute", span, $"attribute `{name}` occurs twice");
            }

            var isRequired = !reader.Accept(TokenKind.Question);
            reader.Expect(TokenKind.Colon, isRequired ? "`:` or `?`" : "`:`");
            attributes.Add(new WrittenAttribute(name, isRequired, ReadType(), annotations));
            if (attributes.Count > CedarLimits.RecordSize)
            {
                throw reader.Fault("too-many-attributes", span, $"more than {CedarLimits.RecordSize} attributes in one place");
            }

            if (!reader.Is(TokenKind.CloseBrace))
            {
                reader.Expect(TokenKind.Comma, "`,` or `}`");
            }
        }

        reader.Leave();
        return new WrittenType(start.To(reader.Previous.Span)) { Attributes = attributes.DrainToImmutable() };
    }

    public ImmutableArray<T> ReadList<T>(Func<T> readOne)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        do
        {
            items.Add(readOne());
        }
        while (reader.Accept(TokenKind.Comma));
        return items.DrainToImmutable();
    }

    public string ReadString() => reader.StringValue(reader.Expect(TokenKind.String, "a string"));

    public WrittenName ReadIdentifier(string expected)
    {
        var token = reader.Expect(TokenKind.Identifier, expected);
        var word = reader.TextOf(token);
        return CedarText.IsReserved(word) && word is not "__cedar"
            ? throw reader.Fault("reserved-word", token.Span, $"expected {expected}, found the reserved word `{word}`")
            : new WrittenName(word, token.Span);
    }

    public WrittenName ReadPath(string expected)
    {
        var path = ReadIdentifier(expected);
        while (reader.Is(TokenKind.PathSeparator) && reader.PeekAt(1).Kind == TokenKind.Identifier)
        {
            reader.Next();
            var part = ReadIdentifier("a name");
            path = new WrittenName(path.Text + "::" + part.Text, path.Span.To(part.Span));
        }

        return path;
    }
}
