namespace Concordat.Cedar.Syntax;

/// <summary>Reads names: entity types and entities.</summary>
internal sealed class NameParser(TokenReader reader)
{
    public LiteralExpr ReadEntity()
    {
        var (path, start) = ReadPath("an entity such as `Type::\"id\"`");
        reader.Expect(TokenKind.PathSeparator, "`::` and the id of the entity");
        return ReadEntityId(path, start);
    }

    public (string Name, SourceSpan Span) ReadTypeName()
    {
        var (name, span) = ReadPath("an entity type");
        return reader.Is(TokenKind.PathSeparator) && reader.PeekAt(1).Kind == TokenKind.String
            ? throw reader.Fault("expected-type", span, "expected an entity type, found an entity", "leave out the id after `::`")
            : (name, span);
    }

    public (string Name, SourceSpan Span) ReadPath(string expected)
    {
        var first = ReadName(expected);
        var (name, span) = (reader.TextOf(first), first.Span);
        while (reader.Is(TokenKind.PathSeparator) && reader.PeekAt(1).Kind == TokenKind.Identifier)
        {
            reader.Next();
            var part = ReadName("a name");
            name += "::" + reader.TextOf(part);
            span = span.To(part.Span);
        }

        return (name, span);
    }

    public Token ReadName(string expected)
    {
        var token = reader.Expect(TokenKind.Identifier, expected);
        return CedarText.IsReserved(reader.TextOf(token))
            ? throw reader.Fault("reserved-word", token.Span, $"expected {expected}, found the reserved word `{reader.TextOf(token)}`")
            : token;
    }

    public LiteralExpr ReadEntityId(string type, SourceSpan start)
    {
        var id = reader.Expect(TokenKind.String, "the id of the entity, in double quotes");
        return new LiteralExpr(CedarValue.FromEntity(new EntityUid(type, reader.StringValue(id))), start.To(id.Span));
    }
}
