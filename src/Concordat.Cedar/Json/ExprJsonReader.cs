using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Reads the JSON form of expressions. Source: the Cedar documentation, "JSON policy format", and the reference implementation.</summary>
internal sealed class ExprJsonReader(string? file)
{
    private readonly ExprBounds _bounds = new(file);
    private readonly ValueJsonReader _values = new(file);
    private int _depth;

    public Expr Read(JsonTree json)
    {
        if (++_depth > CedarLimits.ExpressionDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw json.Fault("expression-too-deep", $"the expression is more than {CedarLimits.ExpressionDepth} operators deep", "split it into several policies");
        }

        var expr = ReadOne(json);
        _depth--;
        return expr;
    }

    // Deep expressions are deep stacks: what every level passes through is kept small.
    private Expr ReadOne(JsonTree json)
    {
        var (name, operand) = Single(json);
        return ExprNames.Binary.TryGetValue(name, out var binary) ? ReadBinary(binary, name, operand, json)
            : ExprNames.Unary.TryGetValue(name, out var unary) ? ReadUnary(unary, name, operand, json)
            : ReadOther(name, operand, json.Span);
    }

    private static KeyValuePair<string, JsonTree> Single(JsonTree json)
    {
        var members = json.Object("an expression");
        return members.Count == 1
            ? members.GetAt(0)
            : throw json.Fault("unexpected-value", $"an expression is an object with one member, its operator, not {members.Count}");
    }

    private BinaryExpr ReadBinary(BinaryOperator op, string name, JsonTree operand, JsonTree json)
    {
        Known(operand, name, ["left", "right"]);
        return _bounds.Check(new BinaryExpr(op, Read(operand.Required("left")), Read(operand.Required("right")), json.Span));
    }

    private UnaryExpr ReadUnary(UnaryOperator op, string name, JsonTree operand, JsonTree json)
    {
        Known(operand, name, ["arg"]);
        return _bounds.Check(new UnaryExpr(op, Read(operand.Required("arg")), json.Span));
    }

    private static void Known(JsonTree operand, string name, string[] members) => operand.Object($"`{name}`", members);

    private Expr ReadOther(string name, JsonTree operand, SourceSpan span) => name switch
    {
        "Value" => _values.Read(operand),
        "Var" => ReadVariable(operand, span),
        "Slot" => throw operand.Fault("misplaced-slot", $"`{operand.String("a slot")}` cannot stand in a condition", "slots stand in the scope, right of `==` or `in`"),
        "." => ReadAttribute(operand, span),
        "has" => ReadHas(operand, span),
        "like" => ReadLike(operand, span),
        "is" => ReadIs(operand, span),
        "if-then-else" => ReadConditional(operand, span),
        "Set" => _bounds.Check(new SetExpr([.. ValueJsonReader.Elements(operand).Select(Read)], span)),
        "Record" => _bounds.Check(new RecordExpr([.. ValueJsonReader.Fields(operand).Select(field => KeyValuePair.Create(field.Key, Read(field.Value)))], span)),
        _ => ReadCall(name, operand, span),
    };

    private static VariableExpr ReadVariable(JsonTree json, SourceSpan span) =>
        ExprNames.Variables.TryGetValue(json.String("a variable"), out var variable)
            ? new VariableExpr(variable, span)
            : throw json.Fault("unknown-variable", $"unknown variable `{json.Text}`", Suggestion.DidYouMean(json.Text, ExprNames.Variables.Keys));

    private AttributeExpr ReadAttribute(JsonTree json, SourceSpan span)
    {
        Known(json, ".", ["left", "attr"]);
        var attribute = json.Required("attr");
        return _bounds.Check(new AttributeExpr(Read(json.Required("left")), attribute.String("the name of an attribute"), attribute.Span, span));
    }

    private ConditionalExpr ReadConditional(JsonTree json, SourceSpan span)
    {
        Known(json, "if-then-else", ["if", "then", "else"]);
        return _bounds.Check(new ConditionalExpr(Read(json.Required("if")), Read(json.Required("then")), Read(json.Required("else")), span));
    }

    private LikeExpr ReadLike(JsonTree json, SourceSpan span)
    {
        Known(json, "like", ["left", "pattern"]);
        return _bounds.Check(new LikeExpr(Read(json.Required("left")), ReadPattern(json.Required("pattern")), span));
    }

    private CallExpr ReadCall(string name, JsonTree json, SourceSpan span)
    {
        ValueJsonReader.RequireFunction(name, json);
        var arguments = json.Array("an array of arguments").Select(Read).ToImmutableArray();
        return _bounds.Check(ValueJsonReader.Call(name, arguments, json, span));
    }

    private Expr ReadHas(JsonTree json, SourceSpan span)
    {
        Known(json, "has", ["left", "attr"]);
        var target = Read(json.Required("left"));
        var names = json.Required("attr");
        if (names.Kind != JsonValueKind.Array)
        {
            return _bounds.Check(new HasExpr(target, names.String("the name of an attribute, or an array of names"), names.Span, span));
        }

        Expr? all = null;
        foreach (var name in names.Items)
        {
            Expr has = _bounds.Check(new HasExpr(target, name.String("the name of an attribute"), name.Span, span));
            all = all is null ? has : _bounds.Check(new BinaryExpr(BinaryOperator.And, all, has, span) { Sugar = BinarySugar.HasPath });
            target = _bounds.Check(new AttributeExpr(target, name.Text, name.Span, span));
        }

        return all ?? throw names.Fault("unexpected-value", "expected at least one name of an attribute");
    }

    private Expr ReadIs(JsonTree json, SourceSpan span)
    {
        Known(json, "is", ["left", "entity_type", "in"]);
        var target = Read(json.Required("left"));
        var type = json.Required("entity_type");
        Expr test = _bounds.Check(new IsExpr(target, ValueJsonReader.TypeName(type), type.Span, span));
        if (json.Optional("in") is not { } ancestor)
        {
            return test;
        }

        Expr within = _bounds.Check(new BinaryExpr(BinaryOperator.In, target, Read(ancestor), span));
        return _bounds.Check(new BinaryExpr(BinaryOperator.And, test, within, span) { Sugar = BinarySugar.IsIn });
    }

    private static CedarPattern ReadPattern(JsonTree json)
    {
        var text = new StringBuilder();
        var wildcards = new List<int>();
        foreach (var part in json.Array("an array of `\"Wildcard\"` and `{\"Literal\": …}`"))
        {
            if (part is { Kind: JsonValueKind.String, Text: "Wildcard" })
            {
                wildcards.Add(text.Length);
                continue;
            }

            part.Object("a part of a pattern", "Literal");
            text.Append(part.Required("Literal").String("a text"));
        }

        return text.Length + wildcards.Count <= CedarLimits.PatternLength
            ? new CedarPattern(text.ToString(), wildcards)
            : throw json.Fault("pattern-too-long", $"the pattern is longer than {CedarLimits.PatternLength}");
    }
}
