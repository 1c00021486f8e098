using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Partial;

/// <summary>What can be said of an operator's value when some operand is not known: its type, and whether it may err.</summary>
internal sealed class PartialRules(CedarSchema? schema)
{
    public PartialValue Apply(Expr expr, PartialValue[] operands) => expr switch
    {
        UnaryExpr { Operator: UnaryOperator.Not } => Bool(mayFail: false, operands),
        UnaryExpr { Operator: UnaryOperator.Negate } => Require(operands[0], CedarValueKind.Long) ?? PartialValue.Computed(CedarType.Long, mayFail: true, operands),
        UnaryExpr => Require(operands[0], CedarValueKind.Set) ?? Bool(!Is(operands[0], CedarValueKind.Set), operands),
        LikeExpr => Require(operands[0], CedarValueKind.String) ?? Bool(!Is(operands[0], CedarValueKind.String), operands),
        IsExpr test => TypeTest(test, operands[0]),
        AttributeExpr attribute => Attribute(operands[0], attribute.Name),
        HasExpr has => Has(operands[0], has.Name),
        BinaryExpr binary => Binary(binary.Operator, operands[0], operands[1]),
        CallExpr call => Call(call, operands),
        SetExpr => PartialValue.Computed(ElementType(operands) is { } element ? new SetType(element) : null, mayFail: false, operands),
        _ => PartialValue.Computed(null, mayFail: true, operands),
    };

    private static PartialValue Bool(bool mayFail, params PartialValue[] operands) => PartialValue.Computed(CedarType.Bool, mayFail, operands);

    private static bool Is(PartialValue value, CedarValueKind kind) => value.Kind == kind;

    /// <summary>An error, where the operand is certainly of another kind.</summary>
    private static PartialValue? Require(PartialValue value, CedarValueKind kind) =>
        value.Kind is { } found && found != kind ? PartialValue.Failure() : null;

    private static CedarType? ElementType(PartialValue[] elements) =>
        elements[0].Type is { } first && Array.TrueForAll(elements, element => first.Equals(element.Type)) ? first : null;

    private static PartialValue TypeTest(IsExpr test, PartialValue target) =>
        Require(target, CedarValueKind.Entity) ?? (target.EntityTypeName is { } name
            ? PartialValue.Of(string.Equals(name, test.EntityType, StringComparison.Ordinal))
            : Bool(!Is(target, CedarValueKind.Entity), target));

    private PartialValue Attribute(PartialValue target, string name)
    {
        if (target.Fields is { } fields)
        {
            return !fields.TryGetValue(name, out var field) ? PartialValue.Failure()
                : field with { MayFail = field.MayFail || field.MayBeAbsent, MayBeAbsent = false };
        }

        switch (target.Type)
        {
            case RecordType record:
                return !record.Attributes.TryGetValue(name, out var attribute) ? PartialValue.Failure()
                    : Below(target, name, attribute.Type, mayFail: !attribute.IsRequired);
            case EntityType entity:
                // The entity may be missing from the store.
                var declared = schema?.EntityTypes.GetValueOrDefault(entity.Name)?.Attributes.Attributes.GetValueOrDefault(name);
                return Below(target, name, declared?.Type, mayFail: true);
            case null:
                return Below(target, name, type: null, mayFail: true);
            default:
                return PartialValue.Failure();
        }
    }

    private static PartialValue Below(PartialValue target, string name, CedarType? type, bool mayFail) =>
        target.Path is { } path
            ? PartialValue.Unknown(type, $"{path}.{name}") with { MayFail = mayFail }
            : PartialValue.Computed(type, mayFail, target);

    private static PartialValue Has(PartialValue target, string name)
    {
        if (target.Fields is { } fields)
        {
            return fields.TryGetValue(name, out var field) && field.MayBeAbsent ? Bool(mayFail: false, field) : PartialValue.Of(field is not null);
        }

        return target.Type switch
        {
            RecordType record when !record.Attributes.TryGetValue(name, out var attribute) => PartialValue.Of(false),
            RecordType record when record.Attributes[name].IsRequired => PartialValue.Of(true),
            RecordType or EntityType => Bool(mayFail: false, Below(target, name, null, mayFail: false)),
            null => Bool(mayFail: true, target),
            _ => PartialValue.Failure(),
        };
    }

    private PartialValue Binary(BinaryOperator op, PartialValue a, PartialValue b)
    {
        switch (op)
        {
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                return AreDisjoint(a, b) ? PartialValue.Of(op == BinaryOperator.NotEqual) : Bool(mayFail: false, a, b);
            case >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual:
                return Bool(!(IsOrdered(a) && a.Kind == b.Kind), a, b);
            case >= BinaryOperator.Add and <= BinaryOperator.Multiply:
                return PartialValue.Computed(CedarType.Long, mayFail: true, a, b);
            case BinaryOperator.In:
                return Bool(!(Is(a, CedarValueKind.Entity) && AreEntities(b)), a, b);
            case BinaryOperator.Contains:
                return a.Known.Reference is CedarSet { Count: 0 } ? PartialValue.Of(false) : Bool(!Is(a, CedarValueKind.Set), a, b);
            case BinaryOperator.ContainsAll or BinaryOperator.ContainsAny:
                return Bool(!(Is(a, CedarValueKind.Set) && Is(b, CedarValueKind.Set)), a, b);
            case BinaryOperator.HasTag:
                return Bool(!(Is(a, CedarValueKind.Entity) && Is(b, CedarValueKind.String)), a, b);
            default:
                var tags = a.EntityTypeName is { } name ? schema?.EntityTypes.GetValueOrDefault(name)?.Tags : null;
                return PartialValue.Computed(tags, mayFail: true, a, b);
        }
    }

    private static PartialValue Call(CallExpr call, PartialValue[] operands)
    {
        if (ExtensionCatalog.WrongCount(call) is not null)
        {
            return PartialValue.Failure();
        }

        var (wanted, result) = ExtensionSignatures.Of(call.Function);
        var fits = true;
        for (var i = 0; i < wanted.Length; i++)
        {
            fits &= operands[i].Kind == new PartialValue { Type = wanted[i] }.Kind;
        }

        var canOverflow = call.Function is "offset" or "durationSince" or "toDate";
        return PartialValue.Computed(result, !fits || canOverflow || ExtensionCatalog.IsConstructor(call.Function), operands);
    }

    private static bool AreDisjoint(PartialValue a, PartialValue b) =>
        (a.Kind is { } x && b.Kind is { } y && x != y)
        || (a.EntityTypeName is { } one && b.EntityTypeName is { } other && !string.Equals(one, other, StringComparison.Ordinal));

    private static bool IsOrdered(PartialValue value) => value.Kind is CedarValueKind.Long or CedarValueKind.Datetime or CedarValueKind.Duration;

    private static bool AreEntities(PartialValue value) =>
        Is(value, CedarValueKind.Entity)
        || value.Type is SetType { Element: EntityType }
        || (value.Known.Reference is CedarSet set && set.All(element => element.Kind == CedarValueKind.Entity));
}
