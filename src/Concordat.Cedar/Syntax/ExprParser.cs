namespace Concordat.Cedar.Syntax;

/// <summary>Reads expressions by recursive descent: this part does operators, <see cref="MemberParser"/> does what they join.</summary>
internal sealed class ExprParser
{
    private readonly TokenReader _reader;
    private readonly NameParser _names;
    private readonly MemberParser _members;
    private readonly ExprBounds _bounds;

    public ExprParser(TokenReader reader, NameParser names)
    {
        _reader = reader;
        _names = names;
        _bounds = new ExprBounds(reader.File);
        _members = new MemberParser(reader, names, this, _bounds);
    }

    public Expr ReadExpr()
    {
        _reader.Enter();
        var expr = _reader.IsWord("if") ? ReadConditional() : ReadOr();
        _reader.Leave();
        return expr;
    }

    private ConditionalExpr ReadConditional()
    {
        var start = _reader.ExpectWord("if").Span;
        var test = ReadExpr();
        _reader.ExpectWord("then");
        var then = ReadExpr();
        _reader.ExpectWord("else");
        var otherwise = ReadExpr();
        return _bounds.Check(new ConditionalExpr(test, then, otherwise, start.To(otherwise.Span)));
    }

    private Expr ReadOr()
    {
        var left = ReadAnd();
        while (_reader.Accept(TokenKind.Or))
        {
            left = Binary(BinaryOperator.Or, left, ReadAnd());
        }

        return left;
    }

    private Expr ReadAnd()
    {
        var left = ReadRelation();
        while (_reader.Accept(TokenKind.And))
        {
            left = Binary(BinaryOperator.And, left, ReadRelation());
        }

        return left;
    }

    private Expr ReadRelation()
    {
        var left = ReadSum();
        if (_reader.AcceptWord("has"))
        {
            return ReadHas(left);
        }

        if (_reader.AcceptWord("like"))
        {
            var pattern = _reader.Expect(TokenKind.String, "a pattern in double quotes");
            var wildcards = new List<int>();
            var text = _reader.StringValue(pattern, wildcards);
            _bounds.Count(text.Length + wildcards.Count, CedarLimits.PatternLength, "pattern-too-long", "characters", _reader.Previous.Span);
            return _bounds.Check(new LikeExpr(left, new CedarPattern(text, wildcards), left.Span.To(pattern.Span)));
        }

        if (_reader.AcceptWord("is"))
        {
            var (type, typeSpan) = _names.ReadTypeName();
            Expr test = _bounds.Check(new IsExpr(left, type, typeSpan, left.Span.To(typeSpan)));
            return _reader.AcceptWord("in")
                ? Binary(BinaryOperator.And, test, Binary(BinaryOperator.In, left, ReadSum()), BinarySugar.IsIn)
                : test;
        }

        if (RelationAt() is not { } relation)
        {
            return left;
        }

        _reader.Next();
        var right = ReadSum();
        return RelationAt() is null
            ? Binary(relation, left, right)
            : throw _reader.Fault("chained-comparison", _reader.Current.Span, "comparisons cannot be chained", "use `&&` between two comparisons");
    }

    private BinaryOperator? RelationAt() => _reader.Current.Kind switch
    {
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.Identifier when _reader.IsWord("in") => BinaryOperator.In,
        TokenKind.Assign => throw _reader.Fault("single-equals", _reader.Current.Span, "`=` is not an operator", "did you mean `==`?"),
        _ => null,
    };

    private Expr ReadHas(Expr target)
    {
        if (_reader.Is(TokenKind.String))
        {
            var quoted = _reader.Next();
            return _bounds.Check(new HasExpr(target, _reader.StringValue(quoted), quoted.Span, target.Span.To(quoted.Span)));
        }

        Expr? all = null;
        var holder = target;
        do
        {
            var token = _names.ReadName("an attribute name");
            var name = _reader.TextOf(token);
            Expr has = _bounds.Check(new HasExpr(holder, name, token.Span, target.Span.To(token.Span)));
            all = all is null ? has : Binary(BinaryOperator.And, all, has, BinarySugar.HasPath);
            holder = _bounds.Check(new AttributeExpr(holder, name, token.Span, target.Span.To(token.Span)));
        }
        while (_reader.Accept(TokenKind.Dot));
        return all;
    }

    private Expr ReadSum()
    {
        var left = ReadProduct();
        while (_reader.Is(TokenKind.Plus) || _reader.Is(TokenKind.Minus))
        {
            var op = _reader.Next().Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = Binary(op, left, ReadProduct());
        }

        return left;
    }

    private Expr ReadProduct()
    {
        var left = ReadUnary();
        while (_reader.Accept(TokenKind.Star))
        {
            left = Binary(BinaryOperator.Multiply, left, ReadUnary());
        }

        return _reader.Is(TokenKind.Slash) || _reader.Is(TokenKind.Percent)
            ? throw _reader.Fault("unsupported-operator", _reader.Current.Span, $"operator `{_reader.TextOf(_reader.Current)}` does not exist in Cedar")
            : left;
    }

    private Expr ReadUnary()
    {
        var start = _reader.Current.Span;
        var kind = _reader.Current.Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return _members.ReadMember();
        }

        var count = 0;
        while (_reader.Accept(kind))
        {
            count++;
        }

        if (count > 4)
        {
            throw _reader.Fault("too-many-operators", start, $"more than four `{(kind == TokenKind.Not ? '!' : '-')}` in a row");
        }

        Expr operand;
        if (kind == TokenKind.Minus && _reader.Is(TokenKind.Number) && !ContinuesMember(_reader.PeekAt(1).Kind))
        {
            operand = _members.ReadNumber(start, isNegative: true);
            count--;
        }
        else
        {
            operand = _members.ReadMember();
        }

        for (; count > 0; count--)
        {
            operand = _bounds.Check(new UnaryExpr(kind == TokenKind.Not ? UnaryOperator.Not : UnaryOperator.Negate, operand, start.To(operand.Span)));
        }

        return operand;
    }

    private static bool ContinuesMember(TokenKind kind) => kind is TokenKind.Dot or TokenKind.OpenBracket or TokenKind.OpenParen;

    private BinaryExpr Binary(BinaryOperator op, Expr left, Expr right, BinarySugar sugar = BinarySugar.None) =>
        _bounds.Check(new BinaryExpr(op, left, right, left.Span.To(right.Span)) { Sugar = sugar });
}
