using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Comparisons of one fact with constants, exactly as evaluation answers them for requests that fit the schema.</summary>
internal static class Comparison
{
    /// <summary><c>fact == value</c>.</summary>
    /// <returns>Null when values of this type are outside the subset.</returns>
    public static Formula? Equal(Fact fact, CedarValue value, CedarSchema schema)
    {
        switch (fact.Type)
        {
            case BoolType:
                return !value.TryBool(out var truth) ? Never(fact) : truth ? Ask(fact, new FactTest.Holds()) : Formula.Not(Ask(fact, new FactTest.Holds()));
            case LongType:
                return value.TryLong(out var number) ? Ask(fact, new FactTest.Between(number, number)) : Never(fact);
            case StringType:
                return value.Kind == CedarValueKind.String ? Ask(fact, new FactTest.Is(value)) : Never(fact);
            case EntityType type:
                return Fits(value, type, schema) ? Ask(fact, new FactTest.Is(value)) : Never(fact);
            case SetType { Element: var element } when IsAnalysable(element):
                return value.Kind != CedarValueKind.Set || !value.AsSet.All(item => Fits(item, element, schema))
                    ? Never(fact)
                    : Formula.And([.. value.AsSet.Select(item => Ask(fact, new FactTest.Contains(item))), Within(fact, value.AsSet)]);
            default:
                return null;
        }
    }

    /// <summary>Every element of the fact is one of these.</summary>
    public static Formula Within(Fact fact, CedarSet elements) => Ask(fact, new FactTest.Within([.. elements]));

    /// <summary><c>fact.contains(value)</c>.</summary>
    public static Formula Contains(Fact fact, CedarType element, CedarValue value, CedarSchema schema) =>
        Fits(value, element, schema) ? Ask(fact, new FactTest.Contains(value)) : Never(fact);

    /// <summary>Certainly not, once the fact is reached.</summary>
    public static Formula Never(Fact fact) => Formula.And(Ask(fact, new FactTest.Reached()), Formula.False);

    public static Formula Ask(Fact fact, FactTest test) => test is FactTest.Reached && fact.IsAlwaysReached ? Formula.True : new AtomFormula(fact, test);

    /// <summary>Whether sets of such elements can be analysed.</summary>
    public static bool IsAnalysable(CedarType element) => element is BoolType or LongType or StringType or EntityType;

    /// <summary>Whether a value can occur where the schema says this type.</summary>
    public static bool Fits(CedarValue value, CedarType type, CedarSchema schema) => type switch
    {
        BoolType => value.Kind == CedarValueKind.Bool,
        LongType => value.Kind == CedarValueKind.Long,
        StringType => value.Kind == CedarValueKind.String,
        EntityType entity => value.Kind == CedarValueKind.Entity
            && string.Equals(value.AsEntity.Type, entity.Name, StringComparison.Ordinal)
            && Choices(entity, schema) is var choices && (choices.IsDefault || choices.Contains(value.AsEntity.Id, StringComparer.Ordinal)),
        _ => false,
    };

    /// <summary>The only ids of a type, or default when there may be any.</summary>
    public static ImmutableArray<string> Choices(EntityType type, CedarSchema schema) =>
        type.IsAction ? [.. schema.Actions.Keys.Where(uid => string.Equals(uid.Type, type.Name, StringComparison.Ordinal)).Select(uid => uid.Id)]
        : schema.EntityTypes.TryGetValue(type.Name, out var declared) ? declared.Choices
        : default;
}
