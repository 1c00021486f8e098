using System.Text.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Writes policies and policy sets in their JSON form, as the reference implementation does.</summary>
internal static class PolicyJsonWriter
{
    public static void Write(Policy policy, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("effect", policy.Effect == Effect.Permit ? "permit" : "forbid");
        foreach (var scope in new[] { policy.Principal, policy.Action, policy.Resource })
        {
            json.WritePropertyName(ExprWriter.Word(scope.Variable));
            WriteScope(scope, json);
        }

        var exprs = new ExprJsonWriter(json);
        json.WriteStartArray("conditions");
        foreach (var condition in policy.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("kind", condition.IsUnless ? "unless" : "when");
            json.WritePropertyName("body");
            exprs.Write(condition.Body);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (policy.Annotations.Count > 0)
        {
            WriteAnnotations(policy, json);
        }

        json.WriteEndObject();
    }

    public static void Write(PolicySet policies, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Write("staticPolicies", policies.Policies.Where(policy => policy.Link is null), json);
        Write("templates", policies.Templates, json);
        json.WriteStartArray("templateLinks");
        foreach (var link in policies.Policies.Select(policy => policy.Link).OfType<TemplateLink>())
        {
            json.WriteStartObject();
            json.WriteString("templateId", link.TemplateId);
            json.WriteString("newId", link.NewId);
            json.WriteStartObject("values");
            WriteSlot("?principal", link.Principal, json);
            WriteSlot("?resource", link.Resource, json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(string member, IEnumerable<Policy> policies, Utf8JsonWriter json)
    {
        json.WriteStartObject(member);
        foreach (var policy in policies)
        {
            json.WritePropertyName(policy.Id);
            Write(policy, json);
        }

        json.WriteEndObject();
    }

    private static void WriteSlot(string slot, EntityUid? value, Utf8JsonWriter json)
    {
        if (value is not null)
        {
            json.WritePropertyName(slot);
            WriteEntity(value, json);
        }
    }

    private static void WriteAnnotations(Policy policy, Utf8JsonWriter json)
    {
        json.WriteStartObject("annotations");
        foreach (var (name, value) in policy.Annotations)
        {
            if (policy.BareAnnotations.Contains(name))
            {
                json.WriteNull(name);
            }
            else
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteScope(Scope scope, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        switch (scope.Kind)
        {
            case ScopeKind.Any:
                json.WriteString("op", "All");
                break;
            case ScopeKind.Equal or ScopeKind.In:
                json.WriteString("op", scope.Kind == ScopeKind.Equal ? "==" : "in");
                WriteEntities(scope, json);
                break;
            default:
                json.WriteString("op", "is");
                json.WriteString("entity_type", scope.EntityType);
                if (scope.Kind == ScopeKind.IsIn)
                {
                    json.WriteStartObject("in");
                    WriteEntities(scope, json);
                    json.WriteEndObject();
                }

                break;
        }

        json.WriteEndObject();
    }

    private static void WriteEntities(Scope scope, Utf8JsonWriter json)
    {
        if (scope.IsSlot)
        {
            json.WriteString("slot", "?" + ExprWriter.Word(scope.Variable));
        }
        else if (scope.Entities is [var only])
        {
            // A list of one is written as that one, as the reference implementation does.
            json.WritePropertyName("entity");
            WriteEntity(only.Value.AsEntity, json);
        }
        else
        {
            json.WriteStartArray("entities");
            foreach (var entity in scope.Entities)
            {
                WriteEntity(entity.Value.AsEntity, json);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteEntity(EntityUid uid, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", uid.Type);
        json.WriteString("id", uid.Id);
        json.WriteEndObject();
    }
}
