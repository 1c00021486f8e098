using System.Text;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Schema;

/// <summary>Writes types in the Cedar form of a schema, and notes what that form cannot say.</summary>
internal sealed class SchemaTypeWriter(IReadOnlyCollection<WrittenNamespace> namespaces)
{
    private readonly HashSet<string> _common = [.. namespaces.SelectMany(space => space.CommonTypes, (space, type) => space.Qualify(type.Name))];
    private readonly HashSet<string> _entities = [.. namespaces.SelectMany(space => space.Entities, (space, entity) => space.Qualify(entity.Name))];

    /// <summary>The first thing that the Cedar form has no place for.</summary>
    public string? Problem { get; private set; }

    public static string Annotation(string name, string value) => value.Length == 0 ? "@" + name : $"@{name}({CedarText.Quote(value)})";

    public void RequireRecord(WrittenType shape, string entity)
    {
        if (shape.Name is { } name)
        {
            Problem ??= $"the shape of entity type `{entity}` is the common type `{name.Text}`; in the Cedar form a shape is written out";
        }
    }

    public string Write(WrittenType type, WrittenNamespace space, string indent)
    {
        if (type.Element is not null)
        {
            return $"Set<{Write(type.Element, space, indent)}>";
        }

        if (type.Name is { } name)
        {
            return Name(name, type.Form, space);
        }

        if (type.Attributes.IsEmpty)
        {
            return "{}";
        }

        var inner = indent + "  ";
        var text = new StringBuilder("{\n");
        foreach (var attribute in type.Attributes)
        {
            foreach (var (annotation, value) in attribute.Annotations)
            {
                text.Append(inner).Append(Annotation(annotation, value)).Append('\n');
            }

            text.Append(inner).Append(CedarText.IsPlainName(attribute.Name) ? attribute.Name : CedarText.Quote(attribute.Name));
            text.Append(attribute.IsRequired ? ": " : "?: ").Append(Write(attribute.Type, space, inner)).Append(",\n");
        }

        return text.Append(indent).Append('}').ToString();
    }

    private string Name(WrittenName name, WrittenForm form, WrittenNamespace space)
    {
        var (local, isLocal) = (space.Qualify(name.Plain), !name.IsQualified);
        switch (form)
        {
            case WrittenForm.Primitive or WrittenForm.Extension:
                return IsTaken(name.Plain) || IsTaken(local) ? name.Text : name.Plain;
            case WrittenForm.Entity when (isLocal && _common.Contains(local)) || (_common.Contains(name.Text) && !(isLocal && _entities.Contains(local))):
                Problem ??= $"`{name.Text}` means an entity type, but in the Cedar form it would mean the common type of that name";
                return name.Text;
            case WrittenForm.Common when isLocal && !_common.Contains(local) && _entities.Contains(local):
                Problem ??= $"`{name.Text}` means a common type, but in the Cedar form it would mean the entity type of that name";
                return name.Text;
            default:
                return name.Text;
        }
    }

    private bool IsTaken(string name) => _common.Contains(name) || _entities.Contains(name);
}
