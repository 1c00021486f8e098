using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Formatting;

/// <summary>Lays out policies: annotations, scope, conditions.</summary>
internal sealed class PolicyFormatter(FormatTokens tokens, int indent)
{
    private readonly ExprFormatter _exprs = new(tokens, indent);

    public Doc All()
    {
        var parts = new List<Doc>();
        while (!tokens.AtEnd)
        {
            parts.Add(parts.Count == 0 ? Doc.Empty : Doc.BlankLine);
            parts.Add(tokens.Leading(keepBlankLines: true));
            parts.Add(Policy());
        }

        var last = tokens.Leading(keepBlankLines: true);
        parts.Add(parts.Count == 0 || last == Doc.Empty ? Doc.Empty : Doc.BlankLine);
        parts.Add(last);
        parts.Add(parts.TrueForAll(part => part == Doc.Empty) ? Doc.Empty : Doc.HardLine);
        return Doc.Concat(parts);
    }

    private Doc Policy()
    {
        var parts = new List<Doc>();
        while (tokens.Kind == TokenKind.At)
        {
            parts.Add(Annotation());
            parts.Add(Doc.HardLine);
        }

        parts.Add(Doc.Concat(tokens.Take(), Doc.Space, Scope()));
        while (tokens.Kind != TokenKind.Semicolon)
        {
            parts.Add(Doc.HardLine);
            parts.Add(Condition());
        }

        parts.Add(tokens.Take());
        return Doc.Concat(parts);
    }

    private Doc Annotation()
    {
        var parts = new List<Doc> { tokens.Take(), tokens.Take() };
        if (tokens.Kind == TokenKind.OpenParen)
        {
            parts.AddRange([tokens.Take(), tokens.Take(), tokens.Take()]);
        }

        return Doc.Concat(parts);
    }

    private Doc Scope()
    {
        var open = tokens.Take();
        var inner = new List<Doc>();
        var isPlain = true;
        while (tokens.Kind != TokenKind.CloseParen)
        {
            inner.Add(inner.Count == 0 ? Doc.SoftLine : Doc.Line);
            inner.Add(ScopePart(ref isPlain));
            if (tokens.Kind == TokenKind.Comma)
            {
                inner.Add(tokens.NextKind == TokenKind.CloseParen ? tokens.Drop() : tokens.Take());
            }
        }

        inner.Add(tokens.Leading());
        Doc[] parts = [open, Doc.Nest(indent, inner), Doc.SoftLine, tokens.Take()];
        return isPlain ? Doc.Group(parts) : Doc.Concat(parts);
    }

    private Doc ScopePart(ref bool isPlain)
    {
        var parts = new List<Doc> { tokens.Take() };
        while (tokens.Kind is not (TokenKind.Comma or TokenKind.CloseParen))
        {
            isPlain = false;
            parts.Add(Doc.Space);
            parts.Add(tokens.Take());
            parts.Add(tokens.Kind is TokenKind.OpenBracket or TokenKind.OpenParen
                ? Doc.Group(Doc.Nest(indent, Doc.Line, _exprs.Expr()))
                : Doc.Concat(Doc.Space, Operand()));
        }

        return Doc.Concat(parts);
    }

    private Doc Operand() => tokens.Kind switch
    {
        TokenKind.Slot => tokens.Take(),
        TokenKind.OpenParen => _exprs.Expr(),
        _ => _exprs.Name(),
    };

    private Doc Condition()
    {
        var word = tokens.Take();
        var open = tokens.Take();
        var body = Doc.Nest(indent, Doc.Line, _exprs.Expr(), tokens.Leading());
        return Doc.Group(word, Doc.Line, open, body, Doc.Line, tokens.Take());
    }
}
