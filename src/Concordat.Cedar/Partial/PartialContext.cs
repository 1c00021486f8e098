using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Partial;

/// <summary>The context of a request with the attributes in it that are unknown.</summary>
internal static class PartialContext
{
    public static PartialValue Of(PartialRequest request, RecordType? type) =>
        request.Context is not { } context ? PartialValue.Unknown(type, "context")
        : request.UnknownContext.IsDefaultOrEmpty ? PartialValue.Of(CedarValue.FromRecord(context))
        : Record(context, type, "context", [.. request.UnknownContext.Select(path => path.Split('.'))]);

    private static PartialValue Record(CedarRecord? record, RecordType? type, string path, string[][] unknown)
    {
        var fields = ImmutableDictionary.CreateBuilder<string, PartialValue>(StringComparer.Ordinal);
        for (var slot = 0; slot < (record?.Shape.Count ?? 0); slot++)
        {
            if (!record!.ValueAt(slot).IsNone)
            {
                fields[record.Shape.NameAt(slot)] = PartialValue.Of(record.ValueAt(slot));
            }
        }

        foreach (var group in unknown.GroupBy(names => names[0], StringComparer.Ordinal))
        {
            var name = group.Key;
            var attribute = type?.Attributes.GetValueOrDefault(name);
            fields[name] = group.Any(names => names.Length == 1)
                ? PartialValue.Unknown(attribute?.Type, $"{path}.{name}") with { MayBeAbsent = attribute is null or { IsRequired: false } }
                : Record(record?[name].Reference as CedarRecord, attribute?.Type as RecordType, $"{path}.{name}", [.. group.Select(names => names[1..])]);
        }

        var all = fields.ToImmutable();
        return new PartialValue { Fields = all, DependsOn = all.Values.SelectMany(field => field.DependsOn).ToImmutableSortedSet(StringComparer.Ordinal) };
    }
}
