using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Reads values within the JSON form of policies as the expressions that make them.</summary>
internal sealed class ValueJsonReader(string? file)
{
    private readonly ExprBounds _bounds = new(file);
    private int _depth;

    /// <summary>The value of <c>Value</c>: a literal, an escaped entity or call, or a set or record of values.</summary>
    public Expr Read(JsonTree json)
    {
        if (++_depth > CedarLimits.ExpressionDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw json.Fault("expression-too-deep", $"the value is more than {CedarLimits.ExpressionDepth} deep");
        }

        var expr = ReadOne(json);
        _depth--;
        return expr;
    }

    public static List<JsonTree> Elements(JsonTree json)
    {
        var elements = json.Array("an array of elements");
        return elements.Count <= CedarLimits.SetSize
            ? elements
            : throw json.Fault("set-too-large", $"a set has more than {CedarLimits.SetSize} elements");
    }

    public static OrderedDictionary<string, JsonTree> Fields(JsonTree json)
    {
        var fields = json.Object("an object of attributes");
        return fields.Count <= CedarLimits.RecordSize
            ? fields
            : throw json.Fault("record-too-large", $"a record has more than {CedarLimits.RecordSize} attributes");
    }

    /// <summary>An entity: <c>{"type": …, "id": …}</c>, or the same within <c>__entity</c>.</summary>
    public static LiteralExpr Entity(JsonTree json)
    {
        var inner = json.Optional("__entity");
        if (inner is not null)
        {
            json.Object("an entity", "__entity");
        }

        inner ??= json;
        inner.Object("an entity", "type", "id");
        var uid = new EntityUid(TypeName(inner.Required("type")), inner.Required("id").String("the id of an entity"));
        return new LiteralExpr(CedarValue.FromEntity(uid), json.Span);
    }

    public static string TypeName(JsonTree json)
    {
        var name = json.String("an entity type");
        return CedarText.IsTypeName(name) ? name : throw json.Fault("expected-type", $"`{name}` is not the name of a type");
    }

    public static void RequireFunction(string name, JsonTree json)
    {
        if (!ExtensionCatalog.IsConstructor(name) && !ExtensionCatalog.IsMethod(name))
        {
            throw json.FaultAt(json.NameSpan, "unknown-function", $"unknown operator or function `{name}`", Suggestion.DidYouMean(name, ExprNames.All));
        }
    }

    /// <summary>A call; a wrong number of arguments is left to validation and evaluation, but a method has a target.</summary>
    public static CallExpr Call(string name, ImmutableArray<Expr> arguments, JsonTree json, SourceSpan span) =>
        arguments.IsEmpty && ExtensionCatalog.IsMethod(name)
            ? throw json.Fault("wrong-argument-count", $"`{name}` needs what it is called on as its first argument")
            : new CallExpr(name, arguments, span);

    private Expr ReadOne(JsonTree json)
    {
        switch (json.Kind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return new LiteralExpr(CedarValue.FromBool(json.Kind == JsonValueKind.True), json.Span);
            case JsonValueKind.String:
                return new LiteralExpr(CedarValue.FromString(json.Text), json.Span);
            case JsonValueKind.Number:
                return long.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? new LiteralExpr(CedarValue.FromLong(number), json.Span)
                    : throw json.Fault("number-too-large", $"`{json.Text}` is not a whole number of 64 bits");
            case JsonValueKind.Array:
                return _bounds.Check(new SetExpr([.. Elements(json).Select(Read)], json.Span));
            case JsonValueKind.Object:
                return ReadObject(json);
            default:
                throw json.Fault("unexpected-value", "null is not a value of Cedar");
        }
    }

    private Expr ReadObject(JsonTree json)
    {
        if (json.Members.Count == 1)
        {
            switch (json.Members.GetAt(0))
            {
                case { Key: "__entity" }:
                    return Entity(json);
                case { Key: "__extn", Value: var call }:
                    return ReadCall(call, json.Span);
                case { Key: "__expr" }:
                    throw json.Fault("unexpected-value", "`__expr` is not read any more", "write the expression in its JSON form");
            }
        }

        return _bounds.Check(new RecordExpr([.. Fields(json).Select(field => KeyValuePair.Create(field.Key, Read(field.Value)))], json.Span));
    }

    private CallExpr ReadCall(JsonTree json, SourceSpan span)
    {
        json.Object("`__extn`", "fn", "arg", "args");
        var function = json.Required("fn");
        RequireFunction(function.String("the name of a function"), function);
        var arguments = json.Optional("arg") is { } only ? [only] : json.Required("args").Array("an array of arguments");
        return _bounds.Check(Call(function.Text, [.. arguments.Select(Read)], json, span));
    }
}
