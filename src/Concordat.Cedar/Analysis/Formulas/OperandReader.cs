using Concordat.Cedar.Evaluation;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>Reads the sides of comparisons, for one kind of request.</summary>
internal sealed class OperandReader(CedarSchema schema, RequestEnvironment environment)
{
    private readonly Dictionary<Expr, CedarValue?> _constants = new(ReferenceEqualityComparer.Instance);

    public CedarSchema Schema => schema;

    /// <exception cref="RefusedPart">It is neither a fact nor a constant.</exception>
    public Operand Read(Expr expr)
    {
        if (TryConstant(expr, out var constant))
        {
            return new Operand(null, constant);
        }

        switch (expr)
        {
            case VariableExpr variable:
                return new Operand(Fact.OfRoot(variable.Variable, TypeOf(variable.Variable)), default);
            case AttributeExpr attribute:
                var holder = Read(attribute.Target);
                return holder.Fact is { } fact && Attributes(fact, attribute.Target).TryGetValue(attribute.Name, out var type)
                    ? new Operand(fact.Attribute(attribute.Name, type), default)
                    : Operand.Error;
            case BinaryExpr { Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply }:
            case UnaryExpr { Operator: UnaryOperator.Negate }:
                throw RefusedPart.At(expr, "calculates with a fact; only facts themselves can be compared with constants");
            case BinaryExpr { Operator: BinaryOperator.GetTag or BinaryOperator.HasTag }:
                throw RefusedPart.At(expr, "reads a tag; tags are outside what can be analysed");
            case CallExpr call:
                throw RefusedPart.At(expr, $"calls `{call.Function}` on a fact; extension values are outside what can be analysed");
            case ConditionalExpr:
                throw RefusedPart.At(expr, "compares a value that a conditional chooses; put the comparison into its branches");
            case SetExpr or RecordExpr:
                throw RefusedPart.At(expr, "builds a value from facts; only facts themselves can be compared with constants");
            default:
                throw RefusedPart.At(expr, "compares the outcome of a test with something that is not a test");
        }
    }

    /// <summary>The attributes that a fact can have.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="expr">Where it is read.</param>
    /// <exception cref="RefusedPart">They belong to an entity that the request does not name itself.</exception>
    public IReadOnlyDictionary<string, AttributeType> Attributes(Fact fact, Expr expr) => fact.Type switch
    {
        RecordType record => record.Attributes,
        EntityType entity when fact.IsRequestEntity => schema.EntityTypes.TryGetValue(entity.Name, out var declared)
            ? declared.Attributes.Attributes
            : RecordType.Empty.Attributes,
        EntityType => throw RefusedPart.At(expr, $"reads an attribute of the entity that `{fact.Path}` refers to; only attributes of principal and resource can be analysed"),
        _ => RecordType.Empty.Attributes,
    };

    /// <summary>The value of an expression that is the same for every request of this kind; none when it always errs.</summary>
    public bool TryConstant(Expr expr, out CedarValue value)
    {
        if (!_constants.TryGetValue(expr, out var known))
        {
            _constants.Add(expr, known = IsConstant(expr) ? Evaluate(expr) : null);
        }

        value = known ?? default;
        return known is not null;
    }

    private bool IsConstant(Expr expr) => expr switch
    {
        VariableExpr variable => variable.Variable == RequestVariable.Action,
        BinaryExpr { Operator: BinaryOperator.GetTag or BinaryOperator.HasTag } => false,
        BinaryExpr { Operator: BinaryOperator.In } binary =>
            TryConstant(binary.Left, out var left) && TryConstant(binary.Right, out _) && !DependsOnEntities(left),
        AttributeExpr attribute => TryConstant(attribute.Target, out var target) && !DependsOnEntities(target),
        HasExpr has => TryConstant(has.Target, out var target) && !DependsOnEntities(target),
        _ => expr.Parts.All(part => TryConstant(part, out _)),
    };

    // Actions and what they are in stand in the schema; everything else about entities comes with the request.
    private static bool DependsOnEntities(CedarValue value) => value.Kind == CedarValueKind.Entity && !EntityType.IsActionName(value.AsEntity.Type);

    private CedarValue Evaluate(Expr expr)
    {
        var nobody = new EntityUid("", "");
        var context = new EvalContext(new CedarRequest(nobody, environment.Action.Uid, nobody, CedarRecord.Empty), EntityStore.Empty, schema.ActionEntities);
        return PolicyCompiler.Compile(expr).Eval(ref context);
    }

    private CedarType TypeOf(RequestVariable variable) => variable switch
    {
        RequestVariable.Principal => new EntityType(environment.Principal),
        RequestVariable.Resource => new EntityType(environment.Resource),
        _ => environment.Action.Context,
    };
}
