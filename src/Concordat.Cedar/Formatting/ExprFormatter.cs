using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Formatting;

/// <summary>Lays out expressions: operators; <see cref="MemberFormatter"/> does what they join. Parentheses stay as they are written.</summary>
internal sealed class ExprFormatter
{
    private readonly FormatTokens _tokens;
    private readonly int _indent;
    private readonly MemberFormatter _members;

    public ExprFormatter(FormatTokens tokens, int indent)
    {
        _tokens = tokens;
        _indent = indent;
        _members = new MemberFormatter(tokens, this, indent);
    }

    /// <summary>A name such as <c>A::B</c>, with the id of an entity where one follows.</summary>
    public Doc Name() => _members.Path();

    public Doc Expr() => _tokens.IsWord("if") ? Conditional() : Chain(TokenKind.Or, static f => f.Chain(TokenKind.And, static g => g.Relation()));

    private Doc Conditional() => Doc.Group(
        _tokens.Take(),
        Doc.Nest(_indent, Doc.Line, Expr()),
        Doc.Line,
        _tokens.Take(),
        Doc.Nest(_indent, Doc.Line, Expr()),
        Doc.Line,
        _tokens.Take(),
        Doc.Nest(_indent, Doc.Line, Expr()));

    /// <summary>Operands of one operator: on one line, or each on its own.</summary>
    private Doc Chain(TokenKind op, Func<ExprFormatter, Doc> operand)
    {
        var first = operand(this);
        if (_tokens.Kind != op)
        {
            return first;
        }

        var parts = new List<Doc> { first };
        while (_tokens.Kind == op)
        {
            parts.AddRange([Doc.Space, _tokens.Take(), Doc.Line, operand(this)]);
        }

        return Doc.Group(parts);
    }

    private Doc Relation()
    {
        var left = Sum();
        if (_tokens.IsWord("has"))
        {
            var parts = new List<Doc> { left, Doc.Space, _tokens.Take(), Doc.Space, _tokens.Take() };
            while (_tokens.Kind == TokenKind.Dot)
            {
                parts.AddRange([_tokens.Take(), _tokens.Take()]);
            }

            return Doc.Group(parts);
        }

        if (_tokens.IsWord("is"))
        {
            var test = Doc.Concat(left, Doc.Space, _tokens.Take(), Doc.Space, _members.Path());
            return _tokens.IsWord("in") ? Operator(test, Sum) : test;
        }

        var isOperator = _tokens.IsWord("in") || _tokens.IsWord("like")
            || _tokens.Kind is TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual;
        return isOperator ? Operator(left, Sum) : left;
    }

    private Doc Operator(Doc left, Func<Doc> right)
    {
        var op = _tokens.Take();
        return Doc.Group(left, Doc.Space, op, Doc.Group(Doc.Nest(_indent, Doc.Line, right())));
    }

    private Doc Sum() => Arithmetic(() => Arithmetic(Unary, TokenKind.Star, TokenKind.Star), TokenKind.Plus, TokenKind.Minus);

    private Doc Arithmetic(Func<Doc> operand, TokenKind one, TokenKind other)
    {
        var first = operand();
        if (_tokens.Kind != one && _tokens.Kind != other)
        {
            return first;
        }

        var parts = new List<Doc> { first };
        while (_tokens.Kind == one || _tokens.Kind == other)
        {
            parts.AddRange([Doc.Space, _tokens.Take(), Doc.Line, operand()]);
        }

        return Doc.Group(Doc.Nest(_indent, parts));
    }

    private Doc Unary()
    {
        if (_tokens.Kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return _members.Member();
        }

        var parts = new List<Doc>();
        while (_tokens.Kind is TokenKind.Not or TokenKind.Minus)
        {
            parts.Add(_tokens.Take());
        }

        parts.Add(_members.Member());
        return Doc.Concat(parts);
    }
}
