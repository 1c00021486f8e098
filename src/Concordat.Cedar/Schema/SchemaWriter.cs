using System.Diagnostics.CodeAnalysis;
using System.Text;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Schema;

/// <summary>Writes schemas in their Cedar form.</summary>
internal sealed class SchemaWriter
{
    private readonly StringBuilder _text = new();
    private readonly SchemaTypeWriter _types;

    private SchemaWriter(SchemaTypeWriter types) => _types = types;

    public static bool TryWrite(IReadOnlyCollection<WrittenNamespace> namespaces, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        var types = new SchemaTypeWriter(namespaces);
        var writer = new SchemaWriter(types);
        foreach (var space in namespaces.OrderBy(space => space.Name.Length > 0))
        {
            writer.Write(space);
        }

        problem = types.Problem;
        text = problem is null ? writer._text.ToString() : null;
        return text is not null;
    }

    private void Write(WrittenNamespace space)
    {
        var indent = space.Name.Length > 0 ? "  " : "";
        var isFirst = true;
        if (space.Name.Length > 0)
        {
            Separate(ref isFirst, "");
            WriteAnnotations(space.Annotations, "");
            _text.Append("namespace ").Append(space.Name).Append(" {\n");
            isFirst = true;
        }

        foreach (var type in space.CommonTypes)
        {
            Separate(ref isFirst, indent);
            WriteAnnotations(type.Annotations, indent);
            _text.Append(indent).Append("type ").Append(type.Name).Append(" = ").Append(_types.Write(type.Type, space, indent)).Append(";\n");
        }

        foreach (var entity in space.Entities)
        {
            Separate(ref isFirst, indent);
            Write(entity, space, indent);
        }

        foreach (var action in space.Actions)
        {
            Separate(ref isFirst, indent);
            Write(action, space, indent);
        }

        _text.Append(space.Name.Length > 0 ? "}\n" : "");
    }

    private void Write(WrittenEntity entity, WrittenNamespace space, string indent)
    {
        WriteAnnotations(entity.Annotations, indent);
        _text.Append(indent).Append("entity ").Append(entity.Name);
        if (!entity.Choices.IsDefault)
        {
            _text.Append(" enum [").AppendJoin(", ", entity.Choices.Select(CedarText.Quote)).Append(']');
        }

        if (!entity.Parents.IsEmpty)
        {
            _text.Append(" in ").Append(Names(entity.Parents));
        }

        if (entity.Attributes is { IsEmptyRecord: false } shape)
        {
            _types.RequireRecord(shape, space.Qualify(entity.Name));
            _text.Append(" = ").Append(_types.Write(shape, space, indent));
        }

        if (entity.Tags is { } tags)
        {
            _text.Append(" tags ").Append(_types.Write(tags, space, indent));
        }

        _text.Append(";\n");
    }

    private void Write(WrittenAction action, WrittenNamespace space, string indent)
    {
        WriteAnnotations(action.Annotations, indent);
        _text.Append(indent).Append("action ").Append(Name(action.Name));
        if (!action.Parents.IsEmpty)
        {
            var parents = action.Parents.Select(parent => parent.Type is { } type ? $"{type.Text}::{CedarText.Quote(parent.Id)}" : Name(parent.Id));
            _text.Append(" in [").AppendJoin(", ", parents).Append(']');
        }

        // An action that applies to nothing is a mere group, which is what an action without `appliesTo` is.
        if (!action.Principals.IsEmpty && !action.Resources.IsEmpty)
        {
            var inner = indent + "  ";
            _text.Append(" appliesTo {\n").Append(inner).Append("principal: ").Append(Names(action.Principals))
                .Append(",\n").Append(inner).Append("resource: ").Append(Names(action.Resources));
            if (action.Context is { IsEmptyRecord: false } context)
            {
                _text.Append(",\n").Append(inner).Append("context: ").Append(_types.Write(context, space, inner));
            }

            _text.Append('\n').Append(indent).Append('}');
        }

        _text.Append(";\n");
    }

    private static string Name(string name) => CedarText.IsPlainName(name) ? name : CedarText.Quote(name);

    private static string Names(IEnumerable<WrittenName> names) => "[" + string.Join(", ", names.Select(name => name.Text)) + "]";

    private void WriteAnnotations(IReadOnlyDictionary<string, string> annotations, string indent)
    {
        foreach (var (name, value) in annotations)
        {
            _text.Append(indent).Append(SchemaTypeWriter.Annotation(name, value)).Append('\n');
        }
    }

    private void Separate(ref bool isFirst, string indent)
    {
        if (!isFirst || (_text.Length > 0 && indent.Length == 0))
        {
            _text.Append('\n');
        }

        isFirst = false;
    }
}
