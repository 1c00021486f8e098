using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Requires types of operands; what does not fit is noted, and the answer then has no type.</summary>
internal sealed class TypeExpectations(FaultBag faults)
{
    public TypecheckAnswer Boolean(Expr expr, TypecheckAnswer found) =>
        Require(expr, found, found.Type is BoolType, "a boolean");

    public TypecheckAnswer Number(Expr expr, TypecheckAnswer found) =>
        Require(expr, found, found.Type is LongType, "a number", found.Type is StringType ? "texts cannot be joined" : null);

    public TypecheckAnswer Text(Expr expr, TypecheckAnswer found) =>
        Require(expr, found, found.Type is StringType, "a string", found.Type is EntityType ? "to test the type of an entity, use `is`" : null);

    public TypecheckAnswer Entity(Expr expr, TypecheckAnswer found) =>
        Require(expr, found, found.Type is EntityType, "an entity", found.Type is SetType or StringType ? "to look into a set, use `.contains()`" : null);

    public TypecheckAnswer Set(Expr expr, TypecheckAnswer found) => Require(expr, found, found.Type is SetType, "a set", found.Type switch
    {
        EntityType => "to look into a hierarchy, use `in`",
        RecordType => "to look into a record, use `has`",
        StringType => "to look into a text, use `like`",
        _ => null,
    });

    public TypecheckAnswer EntityOrEntities(Expr expr, TypecheckAnswer found) =>
        Require(expr, found, found.Type is EntityType or SetType { Element: EntityType }, "an entity or a set of entities", found.Type switch
        {
            SetType => "to look into a set, use `.contains()`",
            StringType => "to look into a text, use `like`",
            _ => null,
        });

    public TypecheckAnswer Exactly(Expr expr, TypecheckAnswer found, CedarType wanted)
    {
        var help = wanted is ExtensionType { Name: var name } && found.Type is StringType
            ? $"write `{(name is "ipaddr" ? "ip" : name)}(\"…\")`"
            : null;
        return Require(expr, found, wanted.Equals(found.Type), TypeWords.Of(wanted), help);
    }

    /// <summary>Both of one type that has an order.</summary>
    public TypecheckAnswer Ordered(BinaryExpr binary, TypecheckAnswer left, TypecheckAnswer right)
    {
        const string Wanted = "a number, datetime or duration";
        if (left.Type is null || right.Type is null)
        {
            return TypecheckAnswer.Fail();
        }

        if (IsOrdered(left.Type) && IsOrdered(right.Type))
        {
            return Require(binary.Right, right, left.Type.Equals(right.Type), TypeWords.Of(left.Type));
        }

        if (IsOrdered(left.Type) != IsOrdered(right.Type))
        {
            return IsOrdered(left.Type)
                ? Require(binary.Right, right, fits: false, TypeWords.Of(left.Type), DecimalHelp(binary, right.Type))
                : Require(binary.Left, left, fits: false, TypeWords.Of(right.Type), DecimalHelp(binary, left.Type));
        }

        Require(binary.Right, right, fits: false, Wanted, DecimalHelp(binary, right.Type));
        return Require(binary.Left, left, fits: false, Wanted, DecimalHelp(binary, left.Type));
    }

    /// <summary>Strictly, only values of one type are compared.</summary>
    public TypecheckAnswer Comparable(BinaryExpr binary, CedarType? left, CedarType? right)
    {
        if (left is null || right is null || TypeRelations.Cover(left, right) is not null)
        {
            return TypecheckAnswer.Of(CedarType.Bool);
        }

        var message = binary.Operator == BinaryOperator.Contains
            ? $"the set has elements of another type: {TypeWords.Of(left)}, not {TypeWords.Of(right)}"
            : $"these can never be equal: {TypeWords.Of(left)} and {TypeWords.Of(right)}";
        faults.Add(new TypeFault("incompatible-types", binary.Span, message, null));
        return TypecheckAnswer.Fail(CedarType.Bool);
    }

    private TypecheckAnswer Require(Expr expr, TypecheckAnswer found, bool fits, string wanted, string? help = null)
    {
        if (found.Type is null)
        {
            return TypecheckAnswer.Fail();
        }

        if (fits)
        {
            return found;
        }

        faults.Add(new TypeFault("unexpected-type", expr.Span, $"expected {wanted}, found {TypeWords.Of(found.Type)}", help));
        return TypecheckAnswer.Fail();
    }

    private static bool IsOrdered(CedarType type) => type is LongType or ExtensionType { Name: "datetime" or "duration" };

    private static string? DecimalHelp(BinaryExpr binary, CedarType type) => type is not ExtensionType { Name: "decimal" } ? null : binary.Operator switch
    {
        BinaryOperator.Less => "decimals are compared by `.lessThan()`",
        BinaryOperator.LessOrEqual => "decimals are compared by `.lessThanOrEqual()`",
        BinaryOperator.Greater => "decimals are compared by `.greaterThan()`",
        _ => "decimals are compared by `.greaterThanOrEqual()`",
    };
}
