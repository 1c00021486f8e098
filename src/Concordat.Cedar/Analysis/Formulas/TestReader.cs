using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Reads policies as formulas, for one kind of request; refuses what is outside the subset.</summary>
internal sealed class TestReader
{
    private readonly OperandReader _operands;
    private readonly SetTestReader _sets;
    private readonly EntityTestReader _entities;

    public TestReader(CedarSchema schema, RequestEnvironment environment)
    {
        _operands = new OperandReader(schema, environment);
        _sets = new SetTestReader(_operands);
        _entities = new EntityTestReader(_operands);
    }

    /// <summary>Scope and conditions of a policy, in the order in which they are evaluated.</summary>
    /// <exception cref="RefusedPart">Some part that can be reached is outside the subset.</exception>
    public Formula ReadPolicy(Policy policy)
    {
        var whole = Formula.True;
        foreach (var scope in new[] { policy.Action, policy.Principal, policy.Resource })
        {
            whole = Both(whole, () => ReadScope(scope));
        }

        foreach (var condition in policy.Conditions)
        {
            whole = Both(whole, () => condition.IsUnless ? Formula.Not(Read(condition.Body)) : Read(condition.Body));
        }

        return whole;
    }

    private Formula ReadScope(Scope scope)
    {
        var variable = new VariableExpr(scope.Variable, scope.Span);
        var whole = scope.EntityType is null ? Formula.True : Read(new IsExpr(variable, scope.EntityType, scope.TypeSpan, scope.Span));
        if (scope.Entities.IsEmpty && !scope.IsList)
        {
            return whole;
        }

        Expr right = scope.IsList ? new SetExpr([.. scope.Entities], scope.Span) : scope.Entities[0];
        var op = scope.Kind == ScopeKind.Equal ? BinaryOperator.Equal : BinaryOperator.In;
        return Both(whole, () => Read(new BinaryExpr(op, variable, right, scope.Span)));
    }

    // What evaluation never reaches for requests of this kind needs no reading.
    private static Formula Both(Formula first, Func<Formula> second) =>
        first == Formula.False || first == Formula.Error ? first : Formula.And(first, second());

    private Formula Read(Expr expr)
    {
        Diagrams.AnalysisBudget.CheckStack();
        if (_operands.TryConstant(expr, out var constant))
        {
            return constant.TryBool(out var truth) ? truth ? Formula.True : Formula.False : Formula.Error;
        }

        switch (expr)
        {
            case UnaryExpr { Operator: UnaryOperator.Not } not:
                return Formula.Not(Read(not.Operand));
            case UnaryExpr { Operator: UnaryOperator.IsEmpty } empty:
                return _sets.ReadIsEmpty(empty);
            case BinaryExpr { Operator: BinaryOperator.And } and:
                return Both(Read(and.Left), () => Read(and.Right));
            case BinaryExpr { Operator: BinaryOperator.Or } or:
                var left = Read(or.Left);
                return left == Formula.True || left == Formula.Error ? left : Formula.Or(left, Read(or.Right));
            case ConditionalExpr conditional:
                return ReadConditional(conditional);
            case BinaryExpr binary:
                return ReadBinary(binary);
            case HasExpr has:
                return ReadHas(has);
            case LikeExpr like:
                return ReadLike(like);
            case IsExpr test:
                return _entities.ReadIs(test);
            default:
                return _operands.Read(expr).Fact is { Type: BoolType } fact ? Comparison.Ask(fact, new FactTest.Holds()) : Formula.Error;
        }
    }

    private Formula ReadConditional(ConditionalExpr conditional)
    {
        var test = Read(conditional.Test);
        return test is TruthFormula known
            ? known == Formula.Error ? known : Read(known == Formula.True ? conditional.Then : conditional.Else)
            : new IfFormula(test, Read(conditional.Then), Read(conditional.Else));
    }

    private Formula ReadBinary(BinaryExpr binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Equal:
                return ReadEqual(binary);
            case BinaryOperator.NotEqual:
                return Formula.Not(ReadEqual(binary));
            case >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual:
                return ReadOrder(binary);
            case BinaryOperator.In:
                return _entities.ReadIn(binary);
            case BinaryOperator.Contains or BinaryOperator.ContainsAll or BinaryOperator.ContainsAny:
                return _sets.Read(binary);
            default:
                _operands.Read(binary);
                return Formula.Error;
        }
    }

    private Formula ReadEqual(BinaryExpr binary)
    {
        if (IsTest(binary.Left) && IsTest(binary.Right))
        {
            return new SameFormula(Read(binary.Left), Read(binary.Right));
        }

        var (left, right) = (_operands.Read(binary.Left), _operands.Read(binary.Right));
        if (left.IsError || right.IsError)
        {
            return Formula.Error;
        }

        if (left.Fact is { } a && right.Fact is { } b)
        {
            return a.Equals(b) ? Comparison.Ask(a, new FactTest.Reached()) : throw RefusedPart.At(binary, "compares a fact with another fact");
        }

        var fact = (left.Fact ?? right.Fact)!;
        return Comparison.Equal(fact, left.Fact is null ? left.Constant : right.Constant, _operands.Schema)
            ?? throw RefusedPart.At(binary, $"compares `{fact.Path}` as a whole, which is {TypeWords.Of(fact.Type)}");
    }

    // Whether an expression is a boolean by its form, so that comparing it compares outcomes of tests.
    private bool IsTest(Expr expr) => _operands.TryConstant(expr, out var constant)
        ? constant.Kind is CedarValueKind.Bool or CedarValueKind.None
        : expr switch
        {
            UnaryExpr unary => unary.Operator != UnaryOperator.Negate,
            BinaryExpr binary => binary.Operator is not (BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.GetTag),
            HasExpr or LikeExpr or IsExpr => true,
            ConditionalExpr conditional => IsTest(conditional.Then) && IsTest(conditional.Else),
            AttributeExpr => _operands.Read(expr) is { Fact.Type: BoolType } or { IsError: true },
            _ => false,
        };

    private Formula ReadOrder(BinaryExpr binary)
    {
        var (left, right) = (_operands.Read(binary.Left), _operands.Read(binary.Right));
        if (left.IsError || right.IsError)
        {
            return Formula.Error;
        }

        if (left.Fact is not null && right.Fact is not null)
        {
            throw RefusedPart.At(binary, "compares a fact with another fact");
        }

        var fact = (left.Fact ?? right.Fact)!;
        if (fact.Type is ExtensionType)
        {
            throw RefusedPart.At(binary, $"compares `{fact.Path}`, which is {TypeWords.Of(fact.Type)}; extension values are outside what can be analysed");
        }

        if (fact.Type is not LongType || !(left.Fact is null ? left.Constant : right.Constant).TryLong(out var number))
        {
            return Formula.Error;
        }

        var op = left.Fact is not null ? binary.Operator : Mirrored(binary.Operator);
        return op switch
        {
            BinaryOperator.Less => Formula.Not(Comparison.Ask(fact, new FactTest.Between(number, long.MaxValue))),
            BinaryOperator.LessOrEqual => Comparison.Ask(fact, new FactTest.Between(long.MinValue, number)),
            BinaryOperator.Greater => Formula.Not(Comparison.Ask(fact, new FactTest.Between(long.MinValue, number))),
            _ => Comparison.Ask(fact, new FactTest.Between(number, long.MaxValue)),
        };
    }

    private static BinaryOperator Mirrored(BinaryOperator op) => op switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        _ => BinaryOperator.LessOrEqual,
    };

    private Formula ReadHas(HasExpr has)
    {
        var holder = _operands.Read(has.Target);
        if (holder.Fact is not { } fact)
        {
            return holder.IsError ? Formula.Error : throw RefusedPart.At(has, "asks about an entity that the request does not name itself");
        }

        if (fact.Type is not (RecordType or EntityType))
        {
            return Formula.Error;
        }

        return _operands.Attributes(fact, has.Target).TryGetValue(has.Name, out var type)
            ? Comparison.Ask(fact.Attribute(has.Name, type), new FactTest.Present())
            : Comparison.Never(fact);
    }

    private Formula ReadLike(LikeExpr like)
    {
        var text = _operands.Read(like.Target);
        if (text.Fact is not { Type: StringType } fact)
        {
            return Formula.Error;
        }

        var pieces = like.Pattern.Pieces;
        return pieces.Count == 1 ? Comparison.Ask(fact, new FactTest.Is(CedarValue.FromString(pieces[0])))
            : pieces.All(piece => piece.Length == 0) ? Comparison.Ask(fact, new FactTest.Reached())
            : Comparison.Ask(fact, new FactTest.Like(like.Pattern));
    }
}
