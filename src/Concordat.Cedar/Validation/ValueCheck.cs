using Concordat.Cedar.Evaluation;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Checks values against types: kinds, attributes that are absent or not declared, entities of enumerated types.</summary>
internal sealed class ValueCheck(CedarSchema schema, DataFindings found)
{
    public void Check(CedarValue value, CedarType type, string place)
    {
        if (found.IsFull)
        {
            return;
        }

        switch (type, value.Reference)
        {
            case (RecordType record, CedarRecord fields):
                CheckRecord(fields, record, place);
                return;
            case (SetType set, CedarSet elements):
                var at = 0;
                foreach (var element in elements)
                {
                    Check(element, set.Element, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place}[{at++}]"));
                }

                return;
            case (EntityType entity, EntityUid uid) when string.Equals(entity.Name, uid.Type, StringComparison.Ordinal):
                CheckChoice(uid, place);
                return;
            case (EntityType entity, EntityUid uid):
                found.Add("unexpected-type", place, $"expected an entity of type `{entity.Name}`, found one of type `{uid.Type}`", entity.Name);
                return;
            default:
                if (!IsScalarOf(type, value.Kind))
                {
                    found.Add("unexpected-type", place, $"expected {TypeWords.Of(type)}, found {KindNames.Of(value.Kind)}", type.ToString());
                }

                return;
        }
    }

    public void CheckRecord(CedarRecord record, RecordType type, string place)
    {
        foreach (var (name, attribute) in type.Attributes)
        {
            var value = record[name];
            if (!value.IsNone)
            {
                Check(value, attribute.Type, Place(place, name));
            }
            else if (attribute.IsRequired)
            {
                found.Add("absent-attribute", Place(place, name), $"the required attribute `{name}` is absent", attribute.Type.ToString());
            }
        }

        for (var slot = 0; slot < record.Shape.Count && !found.IsFull; slot++)
        {
            var name = record.Shape.NameAt(slot);
            if (!record.ValueAt(slot).IsNone && !type.Attributes.ContainsKey(name))
            {
                found.Add("undeclared-attribute", Place(place, name), $"attribute `{name}` is not declared", help: Suggestion.DidYouMean(name, type.Attributes.Keys));
            }
        }
    }

    /// <summary>An entity of an enumerated type is one of those that the schema lists.</summary>
    public void CheckChoice(EntityUid uid, string place)
    {
        if (schema.EntityTypes.TryGetValue(uid.Type, out var type) && type.IsEnumerated && !type.Choices.Contains(uid.Id, StringComparer.Ordinal))
        {
            found.Add("unknown-entity", place, $"`{uid}` is not among the entities of its enumerated type", Words(type.Choices), Suggestion.DidYouMean(uid.Id, type.Choices));
        }
    }

    public static string Place(string place, string name) =>
        CedarText.IsIdentifier(name) ? $"{place}.{name}" : $"{place}[{CedarText.Quote(name)}]";

    private static string Words(IReadOnlyCollection<string> choices)
    {
        const int Shown = 8;
        var words = string.Join(", ", choices.Take(Shown).Select(CedarText.Quote));
        return choices.Count > Shown ? words + ", …" : words;
    }

    private static bool IsScalarOf(CedarType type, CedarValueKind kind) => type switch
    {
        BoolType => kind == CedarValueKind.Bool,
        LongType => kind == CedarValueKind.Long,
        StringType => kind == CedarValueKind.String,
        ExtensionType { Name: "decimal" } => kind == CedarValueKind.Decimal,
        ExtensionType { Name: "ipaddr" } => kind == CedarValueKind.IpAddress,
        ExtensionType { Name: "datetime" } => kind == CedarValueKind.Datetime,
        ExtensionType => kind == CedarValueKind.Duration,
        _ => false,
    };
}
