using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Formatting;

/// <summary>Lays out what operators join: literals, names, sets, records and calls, with the attributes and methods after them.</summary>
internal sealed class MemberFormatter(FormatTokens tokens, ExprFormatter exprs, int indent)
{
    public Doc Member()
    {
        var primary = Primary();
        var after = new List<Doc>();
        var calls = 0;
        while (tokens.Kind is TokenKind.Dot or TokenKind.OpenBracket)
        {
            if (tokens.Kind == TokenKind.OpenBracket)
            {
                after.AddRange([tokens.Take(), tokens.Take(), tokens.Take()]);
                continue;
            }

            var name = Doc.Concat(tokens.Take(), tokens.Take());
            if (tokens.Kind != TokenKind.OpenParen)
            {
                after.Add(name);
                continue;
            }

            // A path stays together; only a method that is not the first to follow may start a line.
            after.AddRange([after.Count == 0 ? Doc.Empty : Doc.SoftLine, name, Bracket(TokenKind.CloseParen, exprs.Expr, indent, isBroken: true)]);
            calls += 1;
        }

        return after.Count == 0 ? primary : calls == 0 ? Doc.Concat([primary, .. after]) : Doc.Group(primary, Doc.Nest(indent, after));
    }

    /// <summary>A name such as <c>A::B</c>, with the id of an entity where one follows.</summary>
    public Doc Path()
    {
        var parts = new List<Doc> { tokens.Take() };
        while (tokens.Kind == TokenKind.PathSeparator)
        {
            parts.AddRange([tokens.Take(), tokens.Take()]);
        }

        return Doc.Concat(parts);
    }

    public Doc Set() => Bracket(TokenKind.CloseBracket, exprs.Expr, 1, isBroken: false);

    private Doc Primary()
    {
        switch (tokens.Kind)
        {
            case TokenKind.OpenParen:
                return Bracket(TokenKind.CloseParen, exprs.Expr, 1, isBroken: false);
            case TokenKind.OpenBracket:
                return Set();
            case TokenKind.OpenBrace:
                return Bracket(TokenKind.CloseBrace, Field, indent, isBroken: true, Doc.Line);
            case TokenKind.Identifier:
                var path = Path();
                return tokens.Kind == TokenKind.OpenParen ? Doc.Concat(path, Bracket(TokenKind.CloseParen, exprs.Expr, indent, isBroken: true)) : path;
            default:
                return tokens.Take();
        }
    }

    private Doc Field()
    {
        var name = tokens.Take();
        return Doc.Group(name, tokens.Take(), Doc.Nest(indent, Doc.Line, exprs.Expr()));
    }

    /// <summary>A list in brackets; its brackets stand on lines of their own, or at its first and last element.</summary>
    private Doc Bracket(TokenKind close, Func<Doc> element, int columns, bool isBroken, Doc? edge = null)
    {
        edge ??= isBroken ? Doc.SoftLine : Doc.Empty;
        var open = tokens.Take();
        var inner = new List<Doc>();
        while (tokens.Kind != close)
        {
            inner.Add(inner.Count == 0 ? edge : Doc.Line);
            inner.Add(element());
            if (tokens.Kind == TokenKind.Comma)
            {
                inner.Add(tokens.NextKind == close ? tokens.Drop() : tokens.Take());
            }
        }

        var isEmpty = inner.Count == 0;
        inner.Add(tokens.Leading());
        return Doc.Group(open, Doc.Nest(columns, inner), isEmpty ? Doc.Empty : edge, tokens.Take());
    }
}
