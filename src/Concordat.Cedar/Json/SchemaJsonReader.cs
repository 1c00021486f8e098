using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Reads the JSON form of a schema into the same written declarations as the Cedar form; a faulty one is reported and skipped.</summary>
internal sealed class SchemaJsonReader(string? file, DiagnosticBag diagnostics)
{
    public IReadOnlyCollection<WrittenNamespace> Read(string text)
    {
        var namespaces = new List<WrittenNamespace>();
        diagnostics.Recover(() =>
        {
            foreach (var (name, json) in JsonTreeReader.Read(text, file).Object("a schema: an object of namespaces"))
            {
                diagnostics.Recover(() => namespaces.Add(ReadNamespace(name, json)));
            }
        });
        return namespaces;
    }

    private WrittenNamespace ReadNamespace(string name, JsonTree json)
    {
        if (name.Length > 0 && !CedarText.IsTypeName(name))
        {
            throw json.FaultAt(json.NameSpan, "expected-name", $"`{name}` cannot be the name of a namespace");
        }

        json.Object("a namespace", "commonTypes", "entityTypes", "actions", "annotations");
        var space = new WrittenNamespace(name);
        if (json.Optional("annotations") is { } annotations)
        {
            space.Annotations = name.Length > 0
                ? SchemaJsonTypes.ReadAnnotations(json)
                : throw annotations.FaultAt(annotations.NameSpan, "unexpected-value", "the namespace without a name has no annotations");
        }

        ReadAll(json.Optional("commonTypes"), (type, value) => space.CommonTypes.Add(
            new WrittenCommonType(Identifier(type, value), value.NameSpan, SchemaJsonTypes.ReadCommon(value), SchemaJsonTypes.ReadAnnotations(value))));
        ReadAll(json.Required("entityTypes"), (type, value) => space.Entities.Add(ReadEntity(Identifier(type, value), value)));
        ReadAll(json.Required("actions"), (action, value) => space.Actions.Add(ReadAction(action, value)));
        return space;
    }

    private static WrittenEntity ReadEntity(string name, JsonTree json)
    {
        json.Object("an entity type", json.Optional("enum") is null ? ["memberOfTypes", "shape", "tags", "annotations"] : ["enum", "annotations"]);
        var entity = new WrittenEntity(name, json.NameSpan, SchemaJsonTypes.ReadAnnotations(json));
        if (json.Optional("enum") is not { } choices)
        {
            return entity with
            {
                Parents = json.Optional("memberOfTypes") is { } parents ? ReadNames(parents) : [],
                Attributes = json.Optional("shape") is { } shape ? SchemaJsonTypes.Read(shape) : null,
                Tags = json.Optional("tags") is { } tags ? SchemaJsonTypes.Read(tags) : null,
            };
        }

        var ids = ValueJsonReader.Elements(choices).Select(choice => choice.String("the id of an entity")).ToImmutableArray();
        return ids.IsEmpty ? throw choices.Fault("unexpected-value", "expected at least one id") : entity with { Choices = ids };
    }

    private static WrittenAction ReadAction(string name, JsonTree json)
    {
        json.Object("an action", "attributes", "appliesTo", "memberOf", "annotations");
        if (json.Optional("attributes") is { Kind: not JsonValueKind.Null } attributes && attributes.Object("the attributes of an action").Count > 0)
        {
            throw attributes.Fault("unexpected-value", "actions cannot have attributes");
        }

        var action = new WrittenAction(name, json.NameSpan, SchemaJsonTypes.ReadAnnotations(json)) { HasAppliesTo = false };
        if (json.Optional("memberOf") is { Kind: not JsonValueKind.Null } groups)
        {
            action = action with { Parents = [.. ValueJsonReader.Elements(groups).Select(ReadGroup)] };
        }

        if (json.Optional("appliesTo") is not { Kind: not JsonValueKind.Null } appliesTo)
        {
            return action;
        }

        appliesTo.Object("`appliesTo`", "principalTypes", "resourceTypes", "context");
        return action with
        {
            HasAppliesTo = true,
            Principals = ReadNames(appliesTo.Required("principalTypes")),
            Resources = ReadNames(appliesTo.Required("resourceTypes")),
            Context = appliesTo.Optional("context") is { } context ? SchemaJsonTypes.Read(context) : null,
        };
    }

    private static (WrittenName? Type, string Id, SourceSpan Span) ReadGroup(JsonTree json)
    {
        json.Object("an action", "id", "type");
        WrittenName? type = json.Optional("type") is { Kind: not JsonValueKind.Null } written ? SchemaJsonTypes.ReadName(written) : null;
        return (type, json.Required("id").String("the id of an action"), json.Span);
    }

    private static ImmutableArray<WrittenName> ReadNames(JsonTree json) => [.. ValueJsonReader.Elements(json).Select(SchemaJsonTypes.ReadName)];

    private static string Identifier(string name, JsonTree json) =>
        CedarText.IsIdentifier(name) && !CedarText.IsReserved(name)
            ? name
            : throw json.FaultAt(json.NameSpan, "expected-name", $"`{name}` cannot be the name of a type");

    private void ReadAll(JsonTree? json, Action<string, JsonTree> read)
    {
        foreach (var (name, value) in json?.Object("an object of declarations by name") ?? [])
        {
            diagnostics.Recover(() => read(name, value));
        }
    }
}
