using Concordat.Cedar.Extensions;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Evaluation;

/// <summary>Turns policies into nodes, folding what is known beforehand.</summary>
internal static class PolicyCompiler
{
    /// <summary>Scope and conditions of a policy as one test.</summary>
    public static EvalNode Compile(Policy policy)
    {
        var parts = new List<EvalNode>();
        AddScope(policy.Action, parts);
        AddType(policy.Principal, parts);
        AddType(policy.Resource, parts);
        AddRest(policy, parts);
        return new AndNode([.. parts], policy.Span);
    }

    /// <summary>What is left to test once the action and the types of principal and resource are known to fit.</summary>
    public static EvalNode CompileRest(Policy policy)
    {
        var parts = new List<EvalNode>();
        AddRest(policy, parts);
        return parts.Count == 1 ? parts[0] : new AndNode([.. parts], policy.Span);
    }

    public static EvalNode Compile(Expr expr) => expr switch
    {
        LiteralExpr literal => new ConstantNode(literal.Value, expr.Span),
        VariableExpr variable => new VariableNode(variable.Variable, expr.Span),
        UnaryExpr unary => CompileUnary(unary),
        BinaryExpr binary => CompileBinary(binary),
        ConditionalExpr conditional =>
            new ConditionalNode(Compile(conditional.Test), Compile(conditional.Then), Compile(conditional.Else), expr.Span),
        AttributeExpr attribute => CompileAttribute(attribute),
        HasExpr has => new HasNode(Compile(has.Target), AttributeNames.Add(has.Name), expr.Span),
        LikeExpr like => new LikeNode(Compile(like.Target), like.Pattern, expr.Span),
        IsExpr test => new IsNode(Compile(test.Target), AttributeNames.Add(test.EntityType), expr.Span),
        SetExpr set => CompileSet(set),
        RecordExpr record => CompileRecord(record),
        CallExpr call => CompileCall(call),
        _ => throw new InvalidOperationException($"{expr.GetType().Name} cannot be compiled"),
    };

    private static void AddRest(Policy policy, List<EvalNode> parts)
    {
        AddEntities(policy.Principal, parts);
        AddEntities(policy.Resource, parts);
        foreach (var condition in policy.Conditions)
        {
            if (condition.IsUnless)
            {
                parts.Add(new NotNode(Compile(condition.Body), condition.Span));
            }
            else
            {
                AddParts(BinaryOperator.And, condition.Body, parts);
            }
        }
    }

    private static void AddScope(Scope scope, List<EvalNode> parts)
    {
        AddType(scope, parts);
        AddEntities(scope, parts);
    }

    private static void AddType(Scope scope, List<EvalNode> parts)
    {
        if (scope.EntityType is not null)
        {
            parts.Add(new IsNode(new VariableNode(scope.Variable, scope.Span), AttributeNames.Add(scope.EntityType), scope.Span));
        }
    }

    private static void AddEntities(Scope scope, List<EvalNode> parts)
    {
        var variable = new VariableNode(scope.Variable, scope.Span);
        switch (scope.Kind)
        {
            case ScopeKind.Equal:
                parts.Add(new EqualNode(variable, Compile(scope.Entities[0]), isNegated: false, scope.Span));
                break;
            case ScopeKind.In or ScopeKind.IsIn when !scope.IsList:
                parts.Add(new InNode(variable, Compile(scope.Entities[0]), scope.Span));
                break;
            case ScopeKind.In:
                var set = CedarSet.Of(scope.Entities.Select(entity => entity.Value));
                parts.Add(new InNode(variable, new ConstantNode(CedarValue.FromSet(set), scope.Span), scope.Span));
                break;
            default:
                break;
        }
    }

    private static EvalNode CompileUnary(UnaryExpr unary)
    {
        var operand = Compile(unary.Operand);
        return unary.Operator switch
        {
            UnaryOperator.Not => new NotNode(operand, unary.Span),
            UnaryOperator.Negate => new NegateNode(operand, unary.Span),
            _ => new IsEmptyNode(operand, unary.Span),
        };
    }

    private static EvalNode CompileBinary(BinaryExpr binary)
    {
        if (binary.Operator is BinaryOperator.And or BinaryOperator.Or)
        {
            var parts = new List<EvalNode>();
            AddParts(binary.Operator, binary, parts);
            return binary.Operator == BinaryOperator.And ? new AndNode([.. parts], binary.Span) : new OrNode([.. parts], binary.Span);
        }

        var (left, right) = (Compile(binary.Left), Compile(binary.Right));
        return binary.Operator switch
        {
            BinaryOperator.Equal or BinaryOperator.NotEqual => CompileEqual(left, right, binary.Operator == BinaryOperator.NotEqual, binary.Span),
            >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual => CompileOrder(binary, left, right),
            >= BinaryOperator.Add and <= BinaryOperator.Multiply => new ArithmeticNode(binary.Operator, left, right, binary.Span),
            BinaryOperator.In => new InNode(left, right, binary.Span),
            BinaryOperator.GetTag => new TagNode(left, right, isTest: false, binary.Span),
            BinaryOperator.HasTag => new TagNode(left, right, isTest: true, binary.Span),
            _ => new SetTestNode(binary.Operator, left, right, binary.Span),
        };
    }

    private static EvalNode CompileAttribute(AttributeExpr attribute)
    {
        var steps = new AttributeNode(Compile(attribute.Target), AttributeNames.Add(attribute.Name), attribute.Span);
        return attribute.Target is AttributeExpr { Target: VariableExpr { Variable: RequestVariable.Context } } group
            ? new ContextPathNode(AttributeNames.Add(group.Name), AttributeNames.Add(attribute.Name), steps)
            : steps;
    }

    private static EvalNode CompileEqual(EvalNode left, EvalNode right, bool isNegated, SourceSpan span) => right is ConstantNode constant
        ? new EqualConstantNode(left, constant.Value, isNegated, span)
        : new EqualNode(left, right, isNegated, span);

    private static EvalNode CompileOrder(BinaryExpr binary, EvalNode left, EvalNode right)
    {
        var general = new OrderNode(binary.Operator, left, right, binary.Span);
        return right is ConstantNode constant && constant.Value.TryLong(out var number)
            ? new OrderNumberNode(binary.Operator, left, number, general)
            : general;
    }

    /// <summary>Flattens a chain of one operator, so that long chains neither deepen the stack nor cost more calls.</summary>
    private static void AddParts(BinaryOperator op, Expr expr, List<EvalNode> parts)
    {
        if (expr is BinaryExpr binary && binary.Operator == op)
        {
            AddParts(op, binary.Left, parts);
            AddParts(op, binary.Right, parts);
        }
        else
        {
            parts.Add(Compile(expr));
        }
    }

    private static EvalNode CompileSet(SetExpr set)
    {
        var elements = set.Elements.Select(Compile).ToArray();
        return AreConstant(elements, out var values)
            ? new ConstantNode(CedarValue.FromSet(CedarSet.Of(values.AsSpan())), set.Span)
            : new SetNode(elements, set.Span);
    }

    private static EvalNode CompileRecord(RecordExpr record)
    {
        var shape = new RecordShape(record.Fields.Select(pair => AttributeNames.Add(pair.Key)).ToArray());
        var fields = record.Fields.Select(pair => Compile(pair.Value)).ToArray();
        return AreConstant(fields, out var values)
            ? new ConstantNode(CedarValue.FromRecord(new CedarRecord(shape, values)), record.Span)
            : new RecordNode(shape, fields, record.Span);
    }

    private static EvalNode CompileCall(CallExpr call)
    {
        if (ExtensionCatalog.WrongCount(call) is { } fault)
        {
            return new FaultNode(fault, call.Span);
        }

        var arguments = call.Arguments.Select(Compile).ToArray();
        if (AreConstant(arguments, out var values))
        {
            // A call that fails stays a call: it must fail when reached, not before.
            var result = ExtensionFunctions.Call(call.Function, values[0], values.Length > 1 ? values[1] : default, out _);
            if (!result.IsNone)
            {
                return new ConstantNode(result, call.Span);
            }
        }

        return new CallNode(call.Function, arguments[0], arguments.Length > 1 ? arguments[1] : null, call.Span);
    }

    private static bool AreConstant(EvalNode[] nodes, out CedarValue[] values)
    {
        values = [.. nodes.OfType<ConstantNode>().Select(node => node.Value)];
        return values.Length == nodes.Length;
    }
}
