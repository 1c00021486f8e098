using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Json;

/// <summary>Reads the JSON form of one policy or template.</summary>
internal sealed class PolicyJsonReader(string? file)
{
    private readonly ExprJsonReader _exprs = new(file);

    /// <param name="json">The policy.</param>
    /// <param name="id">Its id; where null, what its <c>@id</c> says, or <c>policy0</c>.</param>
    public Policy Read(JsonTree json, string? id)
    {
        json.Object("a policy", "effect", "principal", "action", "resource", "conditions", "annotations");
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        var spans = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        var bare = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in json.Optional("annotations")?.Object("an object of annotations") ?? [])
        {
            ReadAnnotation(name, value, annotations, bare);
            spans[name] = value.NameSpan.To(value.Span);
        }

        var effect = json.Required("effect");
        return new Policy
        {
            Id = id ?? annotations.GetValueOrDefault("id") ?? "policy0",
            Effect = effect.String("`permit` or `forbid`") switch
            {
                "permit" => Effect.Permit,
                "forbid" => Effect.Forbid,
                _ => throw effect.Fault("unexpected-value", $"expected `permit` or `forbid`, found `{effect.Text}`"),
            },
            Annotations = annotations,
            AnnotationSpans = spans,
            BareAnnotations = bare,
            Principal = ReadScope(json.Required("principal"), RequestVariable.Principal),
            Action = ReadScope(json.Required("action"), RequestVariable.Action),
            Resource = ReadScope(json.Required("resource"), RequestVariable.Resource),
            Conditions = [.. json.Required("conditions").Array("an array of conditions").Select(ReadCondition)],
            Span = json.Span,
            EffectSpan = effect.Span,
            File = file,
        };
    }

    private static void ReadAnnotation(string name, JsonTree value, Dictionary<string, string> annotations, HashSet<string> bare)
    {
        if (!CedarText.IsIdentifier(name))
        {
            throw value.FaultAt(value.NameSpan, "unexpected-value", $"`{name}` cannot be the name of an annotation");
        }

        if (value.Kind == JsonValueKind.Null)
        {
            bare.Add(name);
        }

        annotations[name] = value.Kind == JsonValueKind.Null ? "" : value.String("a string or null");
    }

    private Condition ReadCondition(JsonTree json)
    {
        json.Object("a condition", "kind", "body");
        var kind = json.Required("kind");
        return kind.String("`when` or `unless`") is "when" or "unless"
            ? new Condition(kind.Text == "unless", _exprs.Read(json.Required("body")), json.Span)
            : throw kind.Fault("unexpected-value", $"expected `when` or `unless`, found `{kind.Text}`");
    }

    private static Scope ReadScope(JsonTree json, RequestVariable variable)
    {
        var place = $"the scope of the {ExprWriter.Word(variable)}";
        json.Object(place);
        var op = json.Required("op");
        var isAction = variable == RequestVariable.Action;
        switch (op.String("an operator"))
        {
            case "All" or "all":
                json.Object(place, "op");
                return new Scope(variable, ScopeKind.Any, null, [], IsList: false, json.Span) { TypeSpan = json.Span };
            case "==":
                json.Object(place, "op", "entity", "slot");
                return ReadEntity(json, variable, ScopeKind.Equal, null);
            case "in" when isAction && json.Optional("entities") is { } list:
                json.Object(place, "op", "entities");
                var entities = ValueJsonReader.Elements(list).Select(item => Entity(item, variable)).ToImmutableArray();
                return new Scope(variable, ScopeKind.In, null, entities, IsList: true, json.Span) { TypeSpan = json.Span };
            case "in":
                json.Object(place, "op", "entity", "slot");
                return ReadEntity(json, variable, ScopeKind.In, null);
            case "is" when !isAction:
                json.Object(place, "op", "entity_type", "in");
                return ReadIs(json, variable);
            default:
                throw op.Fault("unexpected-value", $"expected `All`, `==`{(isAction ? " or `in`" : ", `in` or `is`")}, found `{op.Text}`");
        }
    }

    private static Scope ReadIs(JsonTree json, RequestVariable variable)
    {
        var type = json.Required("entity_type");
        var name = ValueJsonReader.TypeName(type);
        if (json.Optional("in") is not { } within)
        {
            return new Scope(variable, ScopeKind.Is, name, [], IsList: false, json.Span) { TypeSpan = type.Span };
        }

        within.Object("`in`", "entity", "slot");
        return ReadEntity(within, variable, ScopeKind.IsIn, name) with { TypeSpan = type.Span, Span = json.Span };
    }

    private static Scope ReadEntity(JsonTree json, RequestVariable variable, ScopeKind kind, string? type)
    {
        var scope = new Scope(variable, kind, type, [], IsList: false, json.Span) { TypeSpan = json.Span };
        if (json.Optional("slot") is not { } slot)
        {
            return scope with { Entities = [Entity(json.Required("entity"), variable)] };
        }

        if (json.Optional("entity") is { } both)
        {
            throw both.FaultAt(both.NameSpan, "unexpected-value", "either `entity` or `slot`, not both");
        }

        var name = slot.String("a slot");
        if (variable == RequestVariable.Action)
        {
            throw slot.Fault("misplaced-slot", $"`{name}` cannot stand for the action", "name the action");
        }

        return name == "?" + ExprWriter.Word(variable)
            ? scope with { IsSlot = true }
            : throw slot.Fault("misplaced-slot", $"expected `?{ExprWriter.Word(variable)}`, found `{name}`");
    }

    private static LiteralExpr Entity(JsonTree json, RequestVariable variable)
    {
        var entity = ValueJsonReader.Entity(json);
        return variable != RequestVariable.Action || EntityType.IsActionName(entity.Value.AsEntity.Type)
            ? entity
            : throw json.Fault("not-an-action", $"expected an action, found an entity of type `{entity.Value.AsEntity.Type}`", "the type of an action ends in `Action`");
    }
}
