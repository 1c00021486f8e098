using System.Collections.Immutable;
using System.Globalization;

namespace Concordat.Cedar.Syntax;

/// <summary>Reads what operators join: literals, variables, calls, sets and records, with the attributes and methods after them.</summary>
internal sealed class MemberParser(TokenReader reader, NameParser names, ExprParser exprs, ExprBounds bounds)
{
    public Expr ReadMember()
    {
        var expr = ReadPrimary();
        while (true)
        {
            if (reader.Accept(TokenKind.Dot))
            {
                var token = names.ReadName("an attribute or method name");
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
        bounds.Check(new AttributeExpr(target, name, nameSpan, target.Span.To(reader.Previous.Span)));

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
            return bounds.Check(new BinaryExpr(op.Value, target, arguments[0], span));
        }

        if (method is "isEmpty")
        {
            RequireArguments(method, token, arguments.Length, 0);
            return bounds.Check(new UnaryExpr(UnaryOperator.IsEmpty, target, span));
        }

        if (!ExtensionCatalog.IsMethod(method))
        {
            var help = ExtensionCatalog.IsConstructor(method)
                ? $"write `{method}(…)`"
                : Suggestion.DidYouMean(method, [.. ExtensionCatalog.BuiltInMethods, .. ExtensionCatalog.Methods]);
            throw reader.Fault("unknown-method", token.Span, $"unknown method `{method}`", help);
        }

        // A wrong number of arguments is left to validation and evaluation, as in the reference implementation.
        return bounds.Check(new CallExpr(method, [target, .. arguments], span));
    }

    private void RequireArguments(string function, Token token, int found, int wanted)
    {
        if (found != wanted)
        {
            throw reader.Fault("wrong-argument-count", token.Span, $"`{function}` takes {wanted} argument{(wanted == 1 ? "" : "s")}, not {found}");
        }
    }

    public LiteralExpr ReadNumber(SourceSpan start, bool isNegative)
    {
        var token = reader.Next();
        var digits = reader.TextOf(token);
        var limit = isNegative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude)
            || magnitude > limit)
        {
            throw reader.Fault("number-too-large", token.Span, "the number does not fit in 64 bits");
        }

        var value = unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return new LiteralExpr(CedarValue.FromLong(value), start.To(token.Span));
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
            elements.Add(exprs.ReadExpr());
            bounds.Count(elements.Count, CedarLimits.SetSize, "too-many-elements", "elements", reader.Previous.Span);
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
                var inner = exprs.ReadExpr();
                reader.Expect(TokenKind.CloseParen, "an operator or `)`");
                return inner;
            case TokenKind.OpenBracket:
                reader.Next();
                var elements = ReadList(TokenKind.CloseBracket, "`,` or `]`");
                return bounds.Check(new SetExpr(elements, token.Span.To(reader.Previous.Span)));
            case TokenKind.OpenBrace:
                return ReadRecord();
            case TokenKind.Slot:
                throw reader.Fault("misplaced-slot", token.Span, $"`{reader.TextOf(token)}` cannot stand in a condition", "slots stand in the scope, right of `==` or `in`");
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

        var (path, span) = names.ReadPath("an expression");
        if (reader.Accept(TokenKind.PathSeparator))
        {
            return names.ReadEntityId(path, span);
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
        return bounds.Check(new CallExpr(function, arguments, span.To(reader.Previous.Span)));
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
                name = reader.TextOf(names.ReadName("an attribute name or `}`"));
            }

            if (!seen.Add(name))
            {
                throw reader.Fault("duplicate-attribute", key.Span, $"attribute `{name}` occurs twice");
            }

            reader.Expect(TokenKind.Colon, "`:`");
            fields.Add(new(name, exprs.ReadExpr()));
            bounds.Count(fields.Count, CedarLimits.RecordSize, "too-many-attributes", "attributes", reader.Previous.Span);
            if (!reader.Is(TokenKind.CloseBrace))
            {
                reader.Expect(TokenKind.Comma, "an operator, `,` or `}`");
            }
        }

        return bounds.Check(new RecordExpr(fields.DrainToImmutable(), start.To(reader.Previous.Span)));
    }
}
