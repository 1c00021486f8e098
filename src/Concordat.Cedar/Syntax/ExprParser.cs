using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>Reads expressions by recursive descent; brackets and chains are bounded.</summary>
internal sealed class ExprParser(TokenReader reader)
{
    public Expr ReadExpr()
    {
        reader.Enter();
        var expr = reader.IsWord("if") ? ReadConditional() : ReadOr();
        reader.Leave();
        return expr;
    }

    public LiteralExpr ReadEntity()
    {
        if (reader.Is(TokenKind.Slot))
        {
            throw Template();
        }

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

    private (string Name, SourceSpan Span) ReadPath(string expected)
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

    private Token ReadName(string expected)
    {
        var token = reader.Expect(TokenKind.Identifier, expected);
        return CedarText.IsReserved(reader.TextOf(token))
            ? throw reader.Fault("reserved-word", token.Span, $"expected {expected}, found the reserved word `{reader.TextOf(token)}`")
            : token;
    }

    private LiteralExpr ReadEntityId(string type, SourceSpan start)
    {
        var id = reader.Expect(TokenKind.String, "the id of the entity, in double quotes");
        return new LiteralExpr(CedarValue.FromEntity(new EntityUid(type, reader.StringValue(id))), start.To(id.Span));
    }

    private SyntaxFault Template() =>
        reader.Fault("template", reader.Current.Span, $"templates are not supported: `{reader.TextOf(reader.Current)}`", "name the entity");

    private ConditionalExpr ReadConditional()
    {
        var start = reader.ExpectWord("if").Span;
        var test = ReadExpr();
        reader.ExpectWord("then");
        var then = ReadExpr();
        reader.ExpectWord("else");
        var otherwise = ReadExpr();
        return Bounded(new ConditionalExpr(test, then, otherwise, start.To(otherwise.Span)));
    }

    private Expr ReadOr()
    {
        var left = ReadAnd();
        while (reader.Accept(TokenKind.Or))
        {
            left = Binary(BinaryOperator.Or, left, ReadAnd());
        }

        return left;
    }

    private Expr ReadAnd()
    {
        var left = ReadRelation();
        while (reader.Accept(TokenKind.And))
        {
            left = Binary(BinaryOperator.And, left, ReadRelation());
        }

        return left;
    }

    private Expr ReadRelation()
    {
        var left = ReadSum();
        if (reader.AcceptWord("has"))
        {
            return ReadHas(left);
        }

        if (reader.AcceptWord("like"))
        {
            var pattern = reader.Expect(TokenKind.String, "a pattern in double quotes");
            var wildcards = new List<int>();
            var text = reader.StringValue(pattern, wildcards);
            return Bounded(new LikeExpr(left, new CedarPattern(text, wildcards), left.Span.To(pattern.Span)));
        }

        if (reader.AcceptWord("is"))
        {
            var (type, typeSpan) = ReadTypeName();
            Expr test = Bounded(new IsExpr(left, type, typeSpan, left.Span.To(typeSpan)));
            return reader.AcceptWord("in") ? Binary(BinaryOperator.And, test, Binary(BinaryOperator.In, left, ReadSum())) : test;
        }

        if (RelationAt() is not { } relation)
        {
            return left;
        }

        reader.Next();
        var right = ReadSum();
        return RelationAt() is null
            ? Binary(relation, left, right)
            : throw reader.Fault("chained-comparison", reader.Current.Span, "comparisons cannot be chained", "use `&&` between two comparisons");
    }

    private BinaryOperator? RelationAt() => reader.Current.Kind switch
    {
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.Identifier when reader.IsWord("in") => BinaryOperator.In,
        TokenKind.Assign => throw reader.Fault("single-equals", reader.Current.Span, "`=` is not an operator", "did you mean `==`?"),
        _ => null,
    };

    private Expr ReadHas(Expr target)
    {
        if (reader.Is(TokenKind.String))
        {
            var quoted = reader.Next();
            return Bounded(new HasExpr(target, reader.StringValue(quoted), quoted.Span, target.Span.To(quoted.Span)));
        }

        Expr? all = null;
        var holder = target;
        do
        {
            var token = ReadName("an attribute name");
            var name = reader.TextOf(token);
            Expr has = Bounded(new HasExpr(holder, name, token.Span, target.Span.To(token.Span)));
            all = all is null ? has : Binary(BinaryOperator.And, all, has);
            holder = Bounded(new AttributeExpr(holder, name, token.Span, target.Span.To(token.Span)));
        }
        while (reader.Accept(TokenKind.Dot));
        return all;
    }

    private Expr ReadSum()
    {
        var left = ReadProduct();
        while (reader.Is(TokenKind.Plus) || reader.Is(TokenKind.Minus))
        {
            var op = reader.Next().Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = Binary(op, left, ReadProduct());
        }

        return left;
    }

    private Expr ReadProduct()
    {
        var left = ReadUnary();
        while (reader.Accept(TokenKind.Star))
        {
            left = Binary(BinaryOperator.Multiply, left, ReadUnary());
        }

        return reader.Is(TokenKind.Slash) || reader.Is(TokenKind.Percent)
            ? throw reader.Fault("unsupported-operator", reader.Current.Span, $"operator `{reader.TextOf(reader.Current)}` does not exist in Cedar")
            : left;
    }

    private Expr ReadUnary()
    {
        var start = reader.Current.Span;
        var kind = reader.Current.Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return ReadMember();
        }

        var count = 0;
        while (reader.Accept(kind))
        {
            count++;
        }

        if (count > 4)
        {
            throw reader.Fault("too-many-operators", start, $"more than four `{(kind == TokenKind.Not ? '!' : '-')}` in a row");
        }

        Expr operand;
        if (kind == TokenKind.Minus && reader.Is(TokenKind.Number) && !ContinuesMember(reader.PeekAt(1).Kind))
        {
            operand = ReadNumber(start, isNegative: true);
            count--;
        }
        else
        {
            operand = ReadMember();
        }

        for (; count > 0; count--)
        {
            operand = Bounded(new UnaryExpr(kind == TokenKind.Not ? UnaryOperator.Not : UnaryOperator.Negate, operand, start.To(operand.Span)));
        }

        return operand;
    }

    private static bool ContinuesMember(TokenKind kind) => kind is TokenKind.Dot or TokenKind.OpenBracket or TokenKind.OpenParen;

    private LiteralExpr ReadNumber(SourceSpan start, bool isNegative)
    {
        var token = reader.Next();
        var digits = reader.TextOf(token);
        var limit = isNegative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        if (!ulong.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var magnitude)
            || magnitude > limit)
        {
            throw reader.Fault("number-too-large", token.Span, "the number does not fit in 64 bits");
        }

        var value = unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return new LiteralExpr(CedarValue.FromLong(value), start.To(token.Span));
    }

    private Expr ReadMember()
    {
        var expr = ReadPrimary();
        while (true)
        {
            if (reader.Accept(TokenKind.Dot))
            {
                var token = ReadName("an attribute or method name");
                expr = reader.Is(TokenKind.OpenParen) ? ReadMethod(expr, token) : Attribute(expr, reader.TextOf(token), token.Span);
            }
            else if (reader.Accept(TokenKind.OpenBracket))
            {
                var token = reader.Expect(TokenKind.String, "an attribute name in double quotes");
                var name = reader.StringValue(token);
                reader.Expect(TokenKind.CloseBracket, "`]`");
                expr = Attribute(expr, name, token.Span);
            }
            else if (reader.Is(TokenKind.OpenParen))
            {
                throw reader.Fault("not-a-function", reader.Current.Span, "this cannot be called");
            }
            else
            {
                return expr;
            }
        }
    }

    private AttributeExpr Attribute(Expr target, string name, SourceSpan nameSpan) =>
        Bounded(new AttributeExpr(target, name, nameSpan, target.Span.To(reader.Previous.Span)));

    private Expr ReadMethod(Expr target, Token token)
    {
        var method = reader.TextOf(token);
        var arguments = ReadArguments();
        var span = target.Span.To(reader.Previous.Span);
        BinaryOperator? op = method switch
        {
            "contains" => BinaryOperator.Contains,
            "containsAll" => BinaryOperator.ContainsAll,
            "containsAny" => BinaryOperator.ContainsAny,
            "getTag" => BinaryOperator.GetTag,
            "hasTag" => BinaryOperator.HasTag,
            _ => null,
        };
        if (op is not null)
        {
            RequireArguments(method, token, arguments.Length, 1);
            return Bounded(new BinaryExpr(op.Value, target, arguments[0], span));
        }

        if (method is "isEmpty")
        {
            RequireArguments(method, token, arguments.Length, 0);
            return Bounded(new UnaryExpr(UnaryOperator.IsEmpty, target, span));
        }

        if (!ExtensionCatalog.IsMethod(method))
        {
            var help = ExtensionCatalog.IsConstructor(method)
                ? $"write `{method}(…)`"
                : Suggestion.DidYouMean(method, [.. ExtensionCatalog.BuiltInMethods, .. ExtensionCatalog.Methods]);
            throw reader.Fault("unknown-method", token.Span, $"unknown method `{method}`", help);
        }

        // A wrong number of arguments is left to validation and evaluation, as in the reference implementation.
        return Bounded(new CallExpr(method, [target, .. arguments], span));
    }

    private void RequireArguments(string function, Token token, int found, int wanted)
    {
        if (found != wanted)
        {
            throw reader.Fault("wrong-argument-count", token.Span, $"`{function}` takes {wanted} argument{(wanted == 1 ? "" : "s")}, not {found}");
        }
    }

    private ImmutableArray<Expr> ReadArguments()
    {
        reader.Expect(TokenKind.OpenParen, "`(`");
        return ReadList(TokenKind.CloseParen, "`,` or `)`");
    }

    private ImmutableArray<Expr> ReadList(TokenKind close, string expected)
    {
        var elements = ImmutableArray.CreateBuilder<Expr>();
        while (!reader.Accept(close))
        {
            elements.Add(ReadExpr());
            if (!reader.Is(close))
            {
                reader.Expect(TokenKind.Comma, "an operator, " + expected);
            }
        }

        return elements.DrainToImmutable();
    }

    private Expr ReadPrimary()
    {
        var token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ReadNumber(token.Span, isNegative: false);
            case TokenKind.String:
                reader.Next();
                return new LiteralExpr(CedarValue.FromString(reader.StringValue(token)), token.Span);
            case TokenKind.OpenParen:
                reader.Next();
                var inner = ReadExpr();
                reader.Expect(TokenKind.CloseParen, "an operator or `)`");
                return inner;
            case TokenKind.OpenBracket:
                reader.Next();
                var elements = ReadList(TokenKind.CloseBracket, "`,` or `]`");
                return Bounded(new SetExpr(elements, token.Span.To(reader.Previous.Span)));
            case TokenKind.OpenBrace:
                return ReadRecord();
            case TokenKind.Slot:
                throw Template();
            case TokenKind.Identifier:
                return ReadWord(token);
            default:
                throw reader.Unexpected("an expression");
        }
    }

    private Expr ReadWord(Token token)
    {
        if (reader.AcceptWord("true") || reader.AcceptWord("false"))
        {
            return new LiteralExpr(CedarValue.FromBool(token.Span.Length == 4), token.Span);
        }

        var (path, span) = ReadPath("an expression");
        if (reader.Accept(TokenKind.PathSeparator))
        {
            return ReadEntityId(path, span);
        }

        RequestVariable? variable = path switch
        {
            "principal" => RequestVariable.Principal,
            "action" => RequestVariable.Action,
            "resource" => RequestVariable.Resource,
            "context" => RequestVariable.Context,
            _ => null,
        };
        if (variable is not null)
        {
            return new VariableExpr(variable.Value, span);
        }

        return reader.Is(TokenKind.OpenParen) ? ReadCall(path, span) : throw UnknownWord(path, span);
    }

    private CallExpr ReadCall(string function, SourceSpan span)
    {
        if (!ExtensionCatalog.IsConstructor(function))
        {
            var help = ExtensionCatalog.IsMethod(function) || ExtensionCatalog.IsBuiltInMethod(function)
                ? $"write it after its target, as `a.{function}(…)`"
                : Suggestion.DidYouMean(function, ExtensionCatalog.Constructors);
            throw reader.Fault("unknown-function", span, $"unknown function `{function}`", help);
        }

        var arguments = ReadArguments();
        return Bounded(new CallExpr(function, arguments, span.To(reader.Previous.Span)));
    }

    private SyntaxFault UnknownWord(string path, SourceSpan span) =>
        reader.Fault(
            "unknown-variable",
            span,
            $"unknown variable `{path}`",
            Suggestion.DidYouMean(path, ["principal", "action", "resource", "context", "true", "false"])
                ?? "the variables are `principal`, `action`, `resource` and `context`; a text needs double quotes");

    private RecordExpr ReadRecord()
    {
        var start = reader.Next().Span;
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, Expr>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!reader.Accept(TokenKind.CloseBrace))
        {
            var key = reader.Current;
            string name;
            if (reader.Is(TokenKind.String))
            {
                name = reader.StringValue(reader.Next());
            }
            else
            {
                name = reader.TextOf(ReadName("an attribute name or `}`"));
            }

            if (!seen.Add(name))
            {
                throw reader.Fault("duplicate-attribute", key.Span, $"attribute `{name}` occurs twice");
            }

            reader.Expect(TokenKind.Colon, "`:`");
            fields.Add(new(name, ReadExpr()));
            if (!reader.Is(TokenKind.CloseBrace))
            {
                reader.Expect(TokenKind.Comma, "an operator, `,` or `}`");
            }
        }

        return Bounded(new RecordExpr(fields.DrainToImmutable(), start.To(reader.Previous.Span)));
    }

    private BinaryExpr Binary(BinaryOperator op, Expr left, Expr right) =>
        Bounded(new BinaryExpr(op, left, right, left.Span.To(right.Span)));

    private T Bounded<T>(T expr)
        where T : Expr
    {
        var depth = 0;
        foreach (var part in expr.Parts)
        {
            depth = Math.Max(depth, part.Depth);
        }

        return depth < CedarLimits.ExpressionDepth
            ? expr with { Depth = depth + 1 }
            : throw reader.Fault("expression-too-deep", expr.Span, $"the expression is more than {CedarLimits.ExpressionDepth} operators deep", "split it into several policies");
    }
}
