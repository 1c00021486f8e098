using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Reads <c>is</c> and <c>in</c>.</summary>
internal sealed class EntityTestReader(OperandReader operands)
{
    public Formula ReadIs(IsExpr test) => operands.Read(test.Target).Fact is { Type: EntityType type } fact
        ? string.Equals(type.Name, test.EntityType, StringComparison.Ordinal) ? Comparison.Ask(fact, new FactTest.Reached()) : Comparison.Never(fact)
        : Formula.Error;

    public Formula ReadIn(BinaryExpr binary)
    {
        var (low, high) = (operands.Read(binary.Left), operands.Read(binary.Right));
        if (low.IsError || high.IsError)
        {
            return Formula.Error;
        }

        if (high.Fact is not null)
        {
            throw RefusedPart.At(binary, high.Fact.Type is EntityType or SetType
                ? "asks what stands below an entity that a fact names; only `in` with a constant can be analysed"
                : "asks for `in` something that is not an entity");
        }

        if (low.Fact is not { } fact)
        {
            throw RefusedPart.At(binary, "asks whether one constant entity stands below another, which the schema does not say");
        }

        if (fact.Type is not EntityType type || Ancestors(high.Constant) is not { } ancestors)
        {
            return Formula.Error;
        }

        return Formula.And(
            Comparison.Ask(fact, new FactTest.Reached()),
            Formula.Or(ancestors.Select(ancestor => BeOrBelow(fact, type, ancestor, binary))));
    }

    private Formula BeOrBelow(Fact fact, EntityType type, EntityUid ancestor, BinaryExpr binary)
    {
        var value = CedarValue.FromEntity(ancestor);
        var be = Comparison.Fits(value, type, operands.Schema) ? Comparison.Ask(fact, new FactTest.Is(value)) : Formula.False;
        if (type.IsAction)
        {
            throw RefusedPart.At(binary, $"asks in which groups the action `{fact.Path}` is");
        }

        if (!operands.Schema.EntityTypes.TryGetValue(ancestor.Type, out var declared) || !declared.Descendants.Contains(type.Name)
            || (declared.IsEnumerated && !declared.Choices.Contains(ancestor.Id, StringComparer.Ordinal)))
        {
            return be;
        }

        return fact.IsRequestEntity
            ? Formula.Or(be, Comparison.Ask(fact, new FactTest.Below(ancestor)))
            : throw RefusedPart.At(binary, $"asks what the entity that `{fact.Path}` refers to stands below; only principal, action and resource can be analysed");
    }

    // Evaluation errs when a set holds anything but entities.
    private static List<EntityUid>? Ancestors(CedarValue high) => high.Kind switch
    {
        CedarValueKind.Entity => [high.AsEntity],
        CedarValueKind.Set when high.AsSet.All(item => item.Kind == CedarValueKind.Entity) => [.. high.AsSet.Select(item => item.AsEntity)],
        _ => null,
    };
}
