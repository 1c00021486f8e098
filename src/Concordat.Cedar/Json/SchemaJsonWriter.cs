using System.Text.Json;
using Concordat.Cedar.Schema;

namespace Concordat.Cedar.Json;

/// <summary>Writes schemas in their JSON form, as the reference implementation does.</summary>
internal sealed class SchemaJsonWriter(Utf8JsonWriter json)
{
    public void Write(IEnumerable<WrittenNamespace> namespaces)
    {
        json.WriteStartObject();
        foreach (var space in namespaces)
        {
            json.WriteStartObject(space.Name);
            Write(space);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Write(WrittenNamespace space)
    {
        if (space.CommonTypes.Count > 0)
        {
            json.WriteStartObject("commonTypes");
            foreach (var type in space.CommonTypes)
            {
                json.WriteStartObject(type.Name);
                WriteMembers(type.Type);
                WriteAnnotations(type.Annotations);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteStartObject("entityTypes");
        foreach (var entity in space.Entities)
        {
            Write(entity);
        }

        json.WriteEndObject();
        json.WriteStartObject("actions");
        foreach (var action in space.Actions)
        {
            Write(action);
        }

        json.WriteEndObject();
        WriteAnnotations(space.Annotations);
    }

    private void Write(WrittenEntity entity)
    {
        json.WriteStartObject(entity.Name);
        WriteNames("memberOfTypes", entity.Parents.AsSpan(), isAlways: false);
        if (entity.Attributes is { IsEmptyRecord: false } shape)
        {
            Write("shape", shape);
        }

        if (entity.Tags is { } tags)
        {
            Write("tags", tags);
        }

        if (!entity.Choices.IsDefault)
        {
            json.WriteStartArray("enum");
            foreach (var choice in entity.Choices)
            {
                json.WriteStringValue(choice);
            }

            json.WriteEndArray();
        }

        WriteAnnotations(entity.Annotations);
        json.WriteEndObject();
    }

    private void Write(WrittenAction action)
    {
        json.WriteStartObject(action.Name);
        if (action.HasAppliesTo)
        {
            json.WriteStartObject("appliesTo");
            WriteNames("principalTypes", action.Principals.AsSpan(), isAlways: true);
            WriteNames("resourceTypes", action.Resources.AsSpan(), isAlways: true);
            if (action.Context is { IsEmptyRecord: false } context)
            {
                Write("context", context);
            }

            json.WriteEndObject();
        }

        if (!action.Parents.IsEmpty)
        {
            json.WriteStartArray("memberOf");
            foreach (var (type, id, _) in action.Parents)
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                if (type is { } name)
                {
                    json.WriteString("type", name.Text);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteAnnotations(action.Annotations);
        json.WriteEndObject();
    }

    private void Write(string member, WrittenType type)
    {
        json.WriteStartObject(member);
        WriteMembers(type);
        json.WriteEndObject();
    }

    private void WriteMembers(WrittenType type)
    {
        if (type.Element is not null)
        {
            json.WriteString("type", "Set");
            Write("element", type.Element);
        }
        else if (type.Name is { } name)
        {
            WriteName(name, type.Form);
        }
        else
        {
            json.WriteString("type", "Record");
            json.WriteStartObject("attributes");
            foreach (var attribute in type.Attributes)
            {
                json.WriteStartObject(attribute.Name);
                WriteMembers(attribute.Type);
                if (!attribute.IsRequired)
                {
                    json.WriteBoolean("required", false);
                }

                WriteAnnotations(attribute.Annotations);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
    }

    private void WriteName(WrittenName name, WrittenForm form)
    {
        switch (form)
        {
            case WrittenForm.Any or WrittenForm.Entity:
                json.WriteString("type", form == WrittenForm.Any ? "EntityOrCommon" : "Entity");
                json.WriteString("name", name.Text);
                break;
            case WrittenForm.Common:
                json.WriteString("type", name.Text);
                break;
            case WrittenForm.Primitive:
                json.WriteString("type", name.Plain is "Bool" ? "Boolean" : name.Plain);
                break;
            default:
                json.WriteString("type", "Extension");
                json.WriteString("name", name.Plain);
                break;
        }
    }

    private void WriteNames(string member, ReadOnlySpan<WrittenName> names, bool isAlways)
    {
        if (names.IsEmpty && !isAlways)
        {
            return;
        }

        json.WriteStartArray(member);
        foreach (var name in names)
        {
            json.WriteStringValue(name.Text);
        }

        json.WriteEndArray();
    }

    private void WriteAnnotations(IReadOnlyDictionary<string, string> annotations)
    {
        if (annotations.Count == 0)
        {
            return;
        }

        json.WriteStartObject("annotations");
        foreach (var (name, value) in annotations)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
