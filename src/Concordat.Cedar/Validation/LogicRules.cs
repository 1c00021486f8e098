using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>How what is known about tests combines.</summary>
internal static class LogicRules
{
    public static TypecheckAnswer Both(TypecheckAnswer left, Func<TypecheckAnswer> checkRight)
    {
        if (left.Type is { IsFalse: true })
        {
            return TypecheckAnswer.Of(CedarType.False).After(left);
        }

        var right = checkRight();
        if (right.Type is { IsFalse: true } && left.Type is not null)
        {
            return TypecheckAnswer.Of(CedarType.False).After(left).After(right);
        }

        if (left.Type is null || right.Type is null)
        {
            return TypecheckAnswer.Fail(CedarType.Bool);
        }

        var type = right.Type.IsTrue ? left.Type : left.Type.IsTrue ? right.Type : CedarType.Bool;
        return TypecheckAnswer.Of(type, left.Known.And(right.Known)).After(left).After(right);
    }

    public static TypecheckAnswer Not(TypecheckAnswer operand) => operand.Type switch
    {
        null => TypecheckAnswer.Fail(CedarType.Bool),
        { IsTrue: true } => TypecheckAnswer.Of(CedarType.False).After(operand),
        { IsFalse: true } => TypecheckAnswer.Of(CedarType.True).After(operand),
        _ => TypecheckAnswer.Of(CedarType.Bool).After(operand),
    };

    /// <summary>One of two; the left is not certainly true.</summary>
    public static TypecheckAnswer Either(TypecheckAnswer left, TypecheckAnswer right)
    {
        if (right.Type is { IsTrue: true } && left.Type is not null)
        {
            return TypecheckAnswer.Of(CedarType.True, right.Known).After(left).After(right);
        }

        if (left.Type is null || right.Type is null)
        {
            return TypecheckAnswer.Fail(CedarType.Bool);
        }

        var (type, learnt) = right.Type.IsFalse ? (left.Type, left.Known)
            : left.Type.IsFalse ? (right.Type, right.Known)
            : (CedarType.Bool, left.Known.Or(right.Known));
        return TypecheckAnswer.Of(type, learnt).After(left).After(right);
    }
}
