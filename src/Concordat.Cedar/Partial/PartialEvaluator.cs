using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Concordat.Cedar.Evaluation;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Partial;

/// <summary>
/// Evaluates expressions of which not every part is known. What it says of a value holds for every value of the unknowns;
/// where all operands are known the ordinary evaluation answers, so that there is one meaning of each operator.
/// </summary>
internal sealed class PartialEvaluator(
    PartialValue principal, EntityUid action, PartialValue resource, PartialValue context, EntityStore entities, EntityStore actions, CedarSchema? schema)
{
    private static readonly EntityUid Nobody = new("", "");

    private readonly PartialRules _rules = new(schema);

    /// <summary>Scope and conditions as one test.</summary>
    public PartialValue Policy(Policy policy)
    {
        var whole = PartialValue.Of(true);
        foreach (var part in PolicyTests.Of(policy))
        {
            whole = And(whole, part);
        }

        return whole;
    }

    private PartialValue Eval(Expr expr) => !RuntimeHelpers.TryEnsureSufficientExecutionStack() ? PartialValue.Computed(null, mayFail: true) : expr switch
    {
        LiteralExpr literal => PartialValue.Of(literal.Value),
        VariableExpr variable => variable.Variable switch
        {
            RequestVariable.Principal => principal,
            RequestVariable.Action => PartialValue.Of(CedarValue.FromEntity(action)),
            RequestVariable.Resource => resource,
            _ => context,
        },
        BinaryExpr { Operator: BinaryOperator.And } binary => And(Test(binary.Left), binary.Right),
        BinaryExpr { Operator: BinaryOperator.Or } binary => Or(Test(binary.Left), binary.Right),
        ConditionalExpr conditional => Conditional(conditional),
        RecordExpr record => Record(record),
        _ => Strict(expr),
    };

    /// <summary>The value as a test: one that is no boolean errs.</summary>
    private PartialValue Test(Expr expr)
    {
        var value = Eval(expr);
        return value.MustFail || value.Kind == CedarValueKind.Bool ? value
            : value.Kind is null ? PartialValue.Computed(CedarType.Bool, mayFail: true, value)
            : PartialValue.Failure();
    }

    private PartialValue And(PartialValue left, Expr right)
    {
        if (!left.CanBeTrue)
        {
            return left;
        }

        var next = Test(right);
        if (!left.CanBeFalse)
        {
            return next.After(left);
        }

        // False on the left, or whatever the right is.
        return PartialValue.Either(left, PartialValue.Of(false), next);
    }

    private PartialValue Or(PartialValue left, Expr right)
    {
        if (!left.CanBeFalse)
        {
            return left;
        }

        var next = Test(right);
        return left.CanBeTrue ? PartialValue.Either(left, PartialValue.Of(true), next) : next.After(left);
    }

    private PartialValue Conditional(ConditionalExpr conditional)
    {
        var test = Test(conditional.Test);
        return test.MustFail ? test
            : !test.CanBeFalse ? Eval(conditional.Then).After(test)
            : !test.CanBeTrue ? Eval(conditional.Else).After(test)
            : PartialValue.Either(test, Eval(conditional.Then), Eval(conditional.Else));
    }

    private PartialValue Record(RecordExpr record)
    {
        var fields = record.Fields.Select(field => KeyValuePair.Create(field.Key, Eval(field.Value))).ToImmutableDictionary(StringComparer.Ordinal);
        PartialValue[] values = [.. fields.Values];
        return Array.TrueForAll(values, value => value.IsKnown)
            ? PartialValue.Of(CedarValue.FromRecord(CedarRecord.Of(fields.Select(field => KeyValuePair.Create(field.Key, field.Value.Known))))).After(values)
            : new PartialValue { Fields = fields }.After(values);
    }

    /// <summary>An operator that evaluates all its operands.</summary>
    private PartialValue Strict(Expr expr)
    {
        PartialValue[] operands = [.. expr.Parts.Select(part => expr is UnaryExpr { Operator: UnaryOperator.Not } ? Test(part) : Eval(part))];
        if (Array.Find(operands, operand => operand.MustFail) is { } failure)
        {
            return failure;
        }

        if (Array.TrueForAll(operands, operand => operand.IsKnown))
        {
            return Known(expr, operands).After(operands);
        }

        // What is read of a record hangs on that attribute alone, not on all that is unknown in the record.
        var answer = _rules.Apply(expr, operands);
        return expr is AttributeExpr or HasExpr && !operands[0].MayFail ? answer : answer.After(operands);
    }

    private PartialValue Known(Expr expr, PartialValue[] operands)
    {
        Expr[] parts = [.. operands.Select(operand => new LiteralExpr(operand.Known, expr.Span))];
        Expr closed = expr switch
        {
            UnaryExpr unary => unary with { Operand = parts[0] },
            BinaryExpr binary => binary with { Left = parts[0], Right = parts[1] },
            AttributeExpr attribute => attribute with { Target = parts[0] },
            HasExpr has => has with { Target = parts[0] },
            LikeExpr like => like with { Target = parts[0] },
            IsExpr test => test with { Target = parts[0] },
            SetExpr set => set with { Elements = [.. parts] },
            CallExpr call => call with { Arguments = [.. parts] },
            _ => throw new InvalidOperationException($"{expr.GetType().Name} cannot be evaluated in part"),
        };
        var evaluation = new EvalContext(new CedarRequest(Nobody, action, Nobody, CedarRecord.Empty), entities, actions);
        var value = PolicyCompiler.Compile(closed).Eval(ref evaluation);
        return value.IsNone ? PartialValue.Failure() : PartialValue.Of(value);
    }
}
