using Concordat.Cedar.Extensions;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Finds the type of every expression of a policy in one environment, by Cedar's strict rules.</summary>
/// <remarks>
/// Short circuits are part of the rules: what stands right of <c>false &amp;&amp;</c>, left of which the environment decides, is not checked.
/// Source: the Cedar language specification, and the behaviour of the reference implementation where it is silent.
/// </remarks>
internal sealed class Typechecker(CedarSchema schema, RequestEnvironment environment, List<TypeFault> faults)
{
    private readonly TypeExpectations _expect = new(faults);
    private readonly AttributeRules _attributes = new(schema, faults);
    private readonly HierarchyRules _hierarchy = new(schema, environment);

    public TypecheckAnswer CheckPolicy(Policy policy)
    {
        var whole = TypecheckAnswer.Of(CedarType.True);
        foreach (var scope in new[] { policy.Principal, policy.Action, policy.Resource })
        {
            whole = Both(whole, () => CheckScope(scope));
        }

        foreach (var condition in policy.Conditions)
        {
            var known = whole.Known;
            whole = Both(whole, () => condition.IsUnless ? Not(Boolean(condition.Body, known)) : Boolean(condition.Body, known));
        }

        return whole;
    }

    public TypecheckAnswer Check(Expr expr, Capabilities known)
    {
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
                return CheckSet(set, known);
            case RecordExpr record:
                return CheckRecord(record, known);
            default:
                return CheckCall((CallExpr)expr, known);
        }
    }

    private static TypecheckAnswer Both(TypecheckAnswer left, Func<TypecheckAnswer> checkRight)
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

    private static TypecheckAnswer Not(TypecheckAnswer operand) => operand.Type switch
    {
        null => TypecheckAnswer.Fail(CedarType.Bool),
        { IsTrue: true } => TypecheckAnswer.Of(CedarType.False).After(operand),
        { IsFalse: true } => TypecheckAnswer.Of(CedarType.True).After(operand),
        _ => TypecheckAnswer.Of(CedarType.Bool).After(operand),
    };

    private CedarType TypeOf(RequestVariable variable) => variable switch
    {
        RequestVariable.Principal => new EntityType(environment.Principal),
        RequestVariable.Action => new EntityType(environment.Action.Uid.Type),
        RequestVariable.Resource => new EntityType(environment.Resource),
        _ => environment.Action.Context,
    };

    private TypecheckAnswer CheckScope(Scope scope)
    {
        var variable = new VariableExpr(scope.Variable, scope.Span);
        var whole = TypecheckAnswer.Of(CedarType.True);
        if (scope.EntityType is not null)
        {
            whole = Check(new IsExpr(variable, scope.EntityType, scope.TypeSpan, scope.Span), Capabilities.None);
        }

        if (scope.Entities.IsEmpty && !scope.IsList)
        {
            return whole;
        }

        Expr right = scope.IsList ? new SetExpr([.. scope.Entities], scope.Span) : scope.Entities[0];
        var op = scope.Kind == ScopeKind.Equal ? BinaryOperator.Equal : BinaryOperator.In;
        return Both(whole, () => Check(new BinaryExpr(op, variable, right, scope.Span), Capabilities.None));
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
                var isKnown = EntityType.IsActionName(uid.Type) ? schema.Actions.ContainsKey(uid) : schema.EntityTypes.ContainsKey(uid.Type);
                return isKnown ? TypecheckAnswer.Of(new EntityType(uid.Type)) : TypecheckAnswer.Fail();
        }
    }

    private TypecheckAnswer Boolean(Expr expr, Capabilities known) => _expect.Boolean(expr, Check(expr, known));

    private TypecheckAnswer CheckUnary(UnaryExpr unary, Capabilities known)
    {
        switch (unary.Operator)
        {
            case UnaryOperator.Not:
                return Not(Boolean(unary.Operand, known));
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
                return Both(first, () => Boolean(binary.Right, known.And(first.Known)));
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
                return Not(CheckEqual(binary, left, right));
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
        var right = Boolean(binary.Right, known);
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
            faults.Add(new TypeFault("mixed-types", conditional.Span, $"`then` is {TypeWords.Of(then.Type)}, but `else` is {TypeWords.Of(otherwise.Type)}", "give both the same type"));
            return TypecheckAnswer.Fail();
        }

        return TypecheckAnswer.Of(type, then.Known.And(test.Known).Or(otherwise.Known)).After(test).After(then).After(otherwise);
    }

    private static TypecheckAnswer CheckIs(IsExpr test, TypecheckAnswer target) => target.Type is EntityType type
        ? TypecheckAnswer.Of(string.Equals(type.Name, test.EntityType, StringComparison.Ordinal) ? CedarType.True : CedarType.False).After(target)
        : TypecheckAnswer.Fail(CedarType.Bool);

    private TypecheckAnswer CheckSet(SetExpr set, Capabilities known)
    {
        if (set.Elements.IsEmpty)
        {
            faults.Add(new TypeFault("empty-set", set.Span, "the type of an empty set is unknown", "to ask whether a set is empty, use `.isEmpty()`"));
            return TypecheckAnswer.Fail();
        }

        var elements = set.Elements.Select(element => Check(element, known)).ToArray();
        CedarType? cover = elements[0].Type;
        for (var i = 1; i < elements.Length && cover is not null; i++)
        {
            var next = elements[i].Type;
            var wider = next is null ? null : TypeRelations.Cover(cover, next);
            if (wider is null && next is not null)
            {
                faults.Add(new TypeFault("mixed-types", set.Elements[i].Span, $"the set mixes {TypeWords.Of(cover)} and {TypeWords.Of(next)}", "give all elements the same type"));
            }

            cover = wider;
        }

        return cover is null ? TypecheckAnswer.Fail() : elements.Aggregate(TypecheckAnswer.Of(new SetType(cover)), (all, element) => all.After(element));
    }

    private TypecheckAnswer CheckRecord(RecordExpr record, Capabilities known)
    {
        var fields = record.Fields.Select(pair => (pair.Key, Answer: Check(pair.Value, known))).ToArray();
        if (fields.Any(pair => pair.Answer.Type is null))
        {
            return TypecheckAnswer.Fail();
        }

        var type = RecordType.Of(fields.Select(pair => KeyValuePair.Create(pair.Key, new AttributeType(pair.Answer.Type!, IsRequired: true))));
        return fields.Aggregate(TypecheckAnswer.Of(type), (all, pair) => all.After(pair.Answer));
    }

    private TypecheckAnswer CheckCall(CallExpr call, Capabilities known)
    {
        var (wanted, result) = ExtensionSignatures.Of(call.Function);
        var answer = TypecheckAnswer.Of(result);
        if (ExtensionCatalog.WrongCount(call) is { } wrongCount)
        {
            faults.Add(new TypeFault("wrong-argument-count", call.Span, wrongCount, null));
            foreach (var argument in call.Arguments)
            {
                Check(argument, known);
            }

            return TypecheckAnswer.Fail(result);
        }

        if (ExtensionCatalog.IsConstructor(call.Function))
        {
            if (call.Arguments[0] is not LiteralExpr literal)
            {
                faults.Add(new TypeFault("literal-needed", call.Span, $"`{call.Function}` needs a literal string", null));
                answer = TypecheckAnswer.Fail(result);
            }
            else if (literal.Value.Kind == CedarValueKind.String
                && ExtensionFunctions.Call(call.Function, literal.Value, default, out var fault).IsNone)
            {
                faults.Add(new TypeFault("invalid-literal", literal.Span, fault, null));
                answer = TypecheckAnswer.Fail(result);
            }
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            answer = answer.After(_expect.Exactly(call.Arguments[i], Check(call.Arguments[i], known), wanted[i]));
        }

        return answer;
    }
}
