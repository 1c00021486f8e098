using System.Runtime.CompilerServices;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Finds the type of every expression of a policy in one environment, by Cedar's strict rules.</summary>
/// <remarks>
/// Short circuits are part of the rules: what stands right of <c>false &amp;&amp;</c>, left of which the environment decides, is not checked.
/// Source: the Cedar language specification, and the behaviour of the reference implementation where it is silent.
/// </remarks>
internal sealed class Typechecker
{
    private readonly CedarSchema _schema;
    private readonly RequestEnvironment _environment;
    private readonly FaultBag _faults;
    private readonly TypeExpectations _expect;
    private readonly AttributeRules _attributes;
    private readonly HierarchyRules _hierarchy;
    private readonly CompositeRules _composites;

    public Typechecker(CedarSchema schema, RequestEnvironment environment, FaultBag faults)
    {
        _schema = schema;
        _environment = environment;
        _faults = faults;
        _expect = new TypeExpectations(faults);
        _attributes = new AttributeRules(schema, faults);
        _hierarchy = new HierarchyRules(schema, environment);
        _composites = new CompositeRules(this, _expect, faults);
    }

    public TypecheckAnswer CheckPolicy(Policy policy)
    {
        var whole = TypecheckAnswer.Of(CedarType.True);
        foreach (var scope in new[] { policy.Principal, policy.Action, policy.Resource })
        {
            whole = LogicRules.Both(whole, () => CheckScope(scope));
        }

        foreach (var condition in policy.Conditions)
        {
            var known = whole.Known;
            whole = LogicRules.Both(whole, () => condition.IsUnless ? LogicRules.Not(Boolean(condition.Body, known)) : Boolean(condition.Body, known));
        }

        return whole;
    }

    public TypecheckAnswer Check(Expr expr, Capabilities known)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _faults.Add(new TypeFault("expression-too-deep", expr.Span, "the expression is too deep to be checked", "split it into several policies"));
            return TypecheckAnswer.Fail();
        }

        switch (expr)
        {
            case LiteralExpr literal:
                return CheckLiteral(literal.Value);
            case VariableExpr variable:
                return TypecheckAnswer.Of(TypeOf(variable.Variable));
            case UnaryExpr unary:
                return CheckUnary(unary, known);
            case BinaryExpr binary:
                return CheckBinary(binary, known);
            case ConditionalExpr conditional:
                return CheckConditional(conditional, known);
            case AttributeExpr attribute:
                return _attributes.Access(attribute, Check(attribute.Target, known), known);
            case HasExpr has:
                return _attributes.Test(has, Check(has.Target, known), known);
            case LikeExpr like:
                var text = _expect.Text(like.Target, Check(like.Target, known));
                return TypecheckAnswer.Of(CedarType.Bool).After(text);
            case IsExpr test:
                return CheckIs(test, _expect.Entity(test.Target, Check(test.Target, known)));
            case SetExpr set:
                return _composites.Set(set, known);
            case RecordExpr record:
                return _composites.Record(record, known);
            default:
                return _composites.Call((CallExpr)expr, known);
        }
    }

    private CedarType TypeOf(RequestVariable variable) => variable switch
    {
        RequestVariable.Principal => new EntityType(_environment.Principal),
        RequestVariable.Action => new EntityType(_environment.Action.Uid.Type),
        RequestVariable.Resource => new EntityType(_environment.Resource),
        _ => _environment.Action.Context,
    };

    private TypecheckAnswer CheckScope(Scope scope)
    {
        var variable = new VariableExpr(scope.Variable, scope.Span);
        var whole = TypecheckAnswer.Of(CedarType.True);
        if (scope.EntityType is not null)
        {
            whole = Check(new IsExpr(variable, scope.EntityType, scope.TypeSpan, scope.Span), Capabilities.None);
        }

        if (scope.IsSlot)
        {
            // Only entities that fit the environment matter for it: the test can come out either way.
            return LogicRules.Both(whole, () => TypecheckAnswer.Of(CedarType.Bool));
        }

        if (scope.Entities.IsEmpty && !scope.IsList)
        {
            return whole;
        }

        Expr right = scope.IsList ? new SetExpr([.. scope.Entities], scope.Span) : scope.Entities[0];
        var op = scope.Kind == ScopeKind.Equal ? BinaryOperator.Equal : BinaryOperator.In;
        return LogicRules.Both(whole, () => Check(new BinaryExpr(op, variable, right, scope.Span), Capabilities.None));
    }

    private TypecheckAnswer CheckLiteral(CedarValue value)
    {
        switch (value.Kind)
        {
            case CedarValueKind.Bool:
                return TypecheckAnswer.Of(value.AsBool ? CedarType.True : CedarType.False);
            case CedarValueKind.Long:
                return TypecheckAnswer.Of(CedarType.Long);
            case CedarValueKind.String:
                return TypecheckAnswer.Of(CedarType.String);
            default:
                // An unknown entity type or action is reported once for the policy, not here.
                var uid = value.AsEntity;
                var isKnown = EntityType.IsActionName(uid.Type) ? _schema.Actions.ContainsKey(uid) : _schema.EntityTypes.ContainsKey(uid.Type);
                return isKnown ? TypecheckAnswer.Of(new EntityType(uid.Type)) : TypecheckAnswer.Fail();
        }
    }

    private TypecheckAnswer Boolean(Expr expr, Capabilities known) => _expect.Boolean(expr, Check(expr, known));

    private TypecheckAnswer CheckUnary(UnaryExpr unary, Capabilities known)
    {
        switch (unary.Operator)
        {
            case UnaryOperator.Not:
                return LogicRules.Not(Boolean(unary.Operand, known));
            case UnaryOperator.Negate:
                return TypecheckAnswer.Of(CedarType.Long).After(_expect.Number(unary.Operand, Check(unary.Operand, known)));
            default:
                return TypecheckAnswer.Of(CedarType.Bool).After(_expect.Set(unary.Operand, Check(unary.Operand, known)));
        }
    }

    private TypecheckAnswer CheckBinary(BinaryExpr binary, Capabilities known)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.And:
                var first = Boolean(binary.Left, known);
                return LogicRules.Both(first, () => Boolean(binary.Right, known.And(first.Known)));
            case BinaryOperator.Or:
                return CheckOr(binary, known);
            case BinaryOperator.GetTag or BinaryOperator.HasTag:
                var entity = _expect.Entity(binary.Left, Check(binary.Left, known));
                var name = _expect.Text(binary.Right, Check(binary.Right, known));
                return _attributes.Tag(binary, entity, known).After(entity).After(name);
        }

        var left = Check(binary.Left, known);
        var right = Check(binary.Right, known);
        return CheckOperands(binary, left, right).After(left).After(right);
    }

    private TypecheckAnswer CheckOperands(BinaryExpr binary, TypecheckAnswer left, TypecheckAnswer right)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Equal:
                return CheckEqual(binary, left, right);
            case BinaryOperator.NotEqual:
                return LogicRules.Not(CheckEqual(binary, left, right));
            case >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual:
                return TypecheckAnswer.Of(CedarType.Bool).After(_expect.Ordered(binary, left, right));
            case >= BinaryOperator.Add and <= BinaryOperator.Multiply:
                return TypecheckAnswer.Of(CedarType.Long).After(_expect.Number(binary.Left, left)).After(_expect.Number(binary.Right, right));
            case BinaryOperator.In:
                var low = _expect.Entity(binary.Left, left);
                var high = _expect.EntityOrEntities(binary.Right, right);
                return low.IsValid && high.IsValid ? TypecheckAnswer.Of(_hierarchy.TypeOfIn(binary, low.Type!, high.Type!)) : TypecheckAnswer.Fail(CedarType.Bool);
            case BinaryOperator.Contains:
                var set = _expect.Set(binary.Left, left);
                return TypecheckAnswer.Of(CedarType.Bool).After(set)
                    .After(_expect.Comparable(binary, (set.Type as SetType)?.Element, right.Type));
            default:
                var (holder, others) = (_expect.Set(binary.Left, left), _expect.Set(binary.Right, right));
                return TypecheckAnswer.Of(CedarType.Bool).After(holder).After(others)
                    .After(_expect.Comparable(binary, holder.Type, others.Type));
        }
    }

    private TypecheckAnswer CheckOr(BinaryExpr binary, Capabilities known)
    {
        var left = Boolean(binary.Left, known);
        if (left.Type is { IsTrue: true })
        {
            return left;
        }

        // The right side learns nothing from the left: it is reached when the left is false.
        return LogicRules.Either(left, Boolean(binary.Right, known));
    }

    private TypecheckAnswer CheckEqual(BinaryExpr binary, TypecheckAnswer left, TypecheckAnswer right)
    {
        if (TypeRelations.AreDisjoint(left.Type, right.Type))
        {
            return TypecheckAnswer.Of(CedarType.False);
        }

        if (_hierarchy.ValueOf(binary.Left) is { IsNone: false } a && _hierarchy.ValueOf(binary.Right) is { IsNone: false } b)
        {
            return TypecheckAnswer.Of(a == b ? CedarType.True : CedarType.False);
        }

        return TypecheckAnswer.Of(CedarType.Bool).After(_expect.Comparable(binary, left.Type, right.Type));
    }

    private TypecheckAnswer CheckConditional(ConditionalExpr conditional, Capabilities known)
    {
        var test = Boolean(conditional.Test, known);
        if (test.Type is { IsTrue: true })
        {
            var only = Check(conditional.Then, known.And(test.Known));
            return new TypecheckAnswer(only.Type, only.Known.And(test.Known), only.IsValid).After(test);
        }

        if (test.Type is { IsFalse: true })
        {
            return Check(conditional.Else, known).After(test);
        }

        var then = Check(conditional.Then, known.And(test.Known));
        var otherwise = Check(conditional.Else, known);
        if (then.Type is null || otherwise.Type is null)
        {
            return TypecheckAnswer.Fail();
        }

        var type = TypeRelations.Cover(then.Type, otherwise.Type);
        if (type is null)
        {
            _faults.Add(new TypeFault("mixed-types", conditional.Span, $"`then` is {TypeWords.Of(then.Type)}, but `else` is {TypeWords.Of(otherwise.Type)}", "give both the same type"));
            return TypecheckAnswer.Fail();
        }

        return TypecheckAnswer.Of(type, then.Known.And(test.Known).Or(otherwise.Known)).After(test).After(then).After(otherwise);
    }

    private static TypecheckAnswer CheckIs(IsExpr test, TypecheckAnswer target) => target.Type is EntityType type
        ? TypecheckAnswer.Of(string.Equals(type.Name, test.EntityType, StringComparison.Ordinal) ? CedarType.True : CedarType.False).After(target)
        : TypecheckAnswer.Fail(CedarType.Bool);
}
