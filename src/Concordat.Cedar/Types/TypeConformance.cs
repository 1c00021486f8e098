using Concordat.Cedar.Evaluation;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Types;

/// <summary>Tells whether values are of a type; the values themselves stay out of the answer.</summary>
internal static class TypeConformance
{
    public static string? Describe(CedarValue value, CedarType type, string path)
    {
        switch (type, value.Reference)
        {
            case (RecordType record, CedarRecord found):
                return DescribeRecord(found, record, path);
            case (SetType set, CedarSet found):
                foreach (var element in found)
                {
                    if (Describe(element, set.Element, path) is { } fault)
                    {
                        return fault.Replace("` should be", "` holds an element that should be", StringComparison.Ordinal);
                    }
                }

                return null;
            case (EntityType entity, EntityUid uid):
                return string.Equals(entity.Name, uid.Type, StringComparison.Ordinal)
                    ? null
                    : $"`{path}` should be {TypeWords.Of(type)}, is another entity";
            default:
                return type.Kind == value.Kind ? null : $"`{path}` should be {TypeWords.Of(type)}, is {KindNames.Of(value.Kind)}";
        }
    }

    public static string? DescribeRecord(CedarRecord record, RecordType type, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        foreach (var (name, attribute) in type.Attributes)
        {
            var value = record[name];
            var fault = !value.IsNone ? Describe(value, attribute.Type, prefix + name)
                : attribute.IsRequired ? $"`{prefix}{name}` is absent"
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        for (var slot = 0; slot < record.Shape.Count; slot++)
        {
            var name = record.Shape.NameAt(slot);
            if (!record.ValueAt(slot).IsNone && !type.Attributes.ContainsKey(name))
            {
                return $"`{prefix}{name}` is not declared";
            }
        }

        return null;
    }
}
