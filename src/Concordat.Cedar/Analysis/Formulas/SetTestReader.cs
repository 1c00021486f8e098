using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Reads <c>contains</c>, <c>containsAll</c>, <c>containsAny</c> and <c>isEmpty</c>.</summary>
internal sealed class SetTestReader(OperandReader operands)
{
    public Formula ReadIsEmpty(UnaryExpr empty)
    {
        var set = operands.Read(empty.Operand);
        return set.Fact is { Type: SetType } fact ? Comparison.Within(Analysable(fact, empty), CedarSet.Empty) : Formula.Error;
    }

    public Formula Read(BinaryExpr binary)
    {
        var (left, right) = (operands.Read(binary.Left), operands.Read(binary.Right));
        if (left.IsError || right.IsError)
        {
            return Formula.Error;
        }

        if (left.Fact is { } holder)
        {
            if (holder.Type is not SetType type)
            {
                return Formula.Error;
            }

            return right.Fact is null
                ? ReadFactFirst(binary.Operator, Analysable(holder, binary), type.Element, right.Constant)
                : throw RefusedPart.At(binary, "compares a fact with another fact");
        }

        return left.Constant.Kind != CedarValueKind.Set ? Formula.Error
            : binary.Operator == BinaryOperator.Contains ? AnyEqual(right.Fact!, left.Constant.AsSet, binary)
            : right.Fact!.Type is SetType element ? ReadConstantFirst(binary.Operator, Analysable(right.Fact, binary), element.Element, left.Constant.AsSet)
            : Formula.Error;
    }

    private Formula ReadFactFirst(BinaryOperator op, Fact fact, CedarType element, CedarValue constant)
    {
        if (op == BinaryOperator.Contains)
        {
            return Comparison.Contains(fact, element, constant, operands.Schema);
        }

        if (constant.Kind != CedarValueKind.Set)
        {
            return Formula.Error;
        }

        var reached = Comparison.Ask(fact, new FactTest.Reached());
        var each = constant.AsSet.Select(item => Comparison.Contains(fact, element, item, operands.Schema));
        return Formula.And(reached, op == BinaryOperator.ContainsAll ? Formula.And(each) : Formula.Or(each));
    }

    private Formula ReadConstantFirst(BinaryOperator op, Fact fact, CedarType element, CedarSet constant)
    {
        if (op == BinaryOperator.ContainsAll)
        {
            return Comparison.Within(fact, CedarSet.Of(constant.Where(item => Comparison.Fits(item, element, operands.Schema))));
        }

        var reached = Comparison.Ask(fact, new FactTest.Reached());
        return Formula.And(reached, Formula.Or(constant.Select(item => Comparison.Contains(fact, element, item, operands.Schema))));
    }

    private Formula AnyEqual(Fact fact, CedarSet values, BinaryExpr binary)
    {
        var each = values.Select(value => Comparison.Equal(fact, value, operands.Schema)
            ?? throw RefusedPart.At(binary, $"compares `{fact.Path}` as a whole, which is {TypeWords.Of(fact.Type)}"));
        return Formula.And(Comparison.Ask(fact, new FactTest.Reached()), Formula.Or(each));
    }

    private static Fact Analysable(Fact fact, Expr where) => fact.Type is SetType { Element: var element } && Comparison.IsAnalysable(element)
        ? fact
        : throw RefusedPart.At(where, $"asks about the elements of `{fact.Path}`, which is {TypeWords.Of(fact.Type)}; only sets of booleans, numbers, strings and entities can be analysed");
}
