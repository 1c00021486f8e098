using System.Globalization;
using System.Text;
using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>
/// Writes policies as SMT-LIB, for one kind of request, straight from their syntax: texts are texts, sets are arrays, numbers are integers
/// within 64 bits. It shares nothing with the analysis but the parser.
/// </summary>
internal sealed class SmtEncoding(CedarSchema schema, ActionDeclaration action, string principal, string resource)
{
    private readonly SortedDictionary<string, string> _declared = new(StringComparer.Ordinal);

    /// <summary>Declarations and bounds of everything that was written so far.</summary>
    public string Declarations => string.Concat(_declared.Values);

    /// <summary>Scope and conditions.</summary>
    public (string Holds, string Errs) Policy(Policy policy, bool scopeOnly = false)
    {
        Expr whole = new LiteralExpr(CedarValue.FromBool(true), policy.Span);
        foreach (var scope in new[] { policy.Action, policy.Principal, policy.Resource })
        {
            whole = And(whole, Scope(scope));
        }

        foreach (var condition in scopeOnly ? [] : policy.Conditions)
        {
            whole = And(whole, condition.IsUnless ? new UnaryExpr(UnaryOperator.Not, condition.Body, condition.Span) : condition.Body);
        }

        var term = Test(whole);
        return ($"(and {term.Term} (not {term.Error}))", term.Error);
    }

    private static BinaryExpr And(Expr left, Expr right) => new(BinaryOperator.And, left, right, left.Span);

    private static Expr Scope(Scope scope)
    {
        var variable = new VariableExpr(scope.Variable, scope.Span);
        Expr whole = scope.EntityType is null ? new LiteralExpr(CedarValue.FromBool(true), scope.Span) : new IsExpr(variable, scope.EntityType, scope.Span, scope.Span);
        return scope.Kind switch
        {
            ScopeKind.Equal => And(whole, new BinaryExpr(BinaryOperator.Equal, variable, scope.Entities[0], scope.Span)),
            ScopeKind.In or ScopeKind.IsIn => And(whole, new BinaryExpr(BinaryOperator.In, variable, new SetExpr([.. scope.Entities], scope.Span), scope.Span)),
            _ => whole,
        };
    }

    private static SmtTerm Error => new(null, "false", "true");

    private static SmtTerm Bool(string term, params string[] errors) =>
        new(CedarType.Bool, term, errors.Length == 0 ? "false" : $"(or {string.Join(' ', errors)})");

    private SmtTerm Test(Expr expr)
    {
        var term = Write(expr);
        return term.Type is BoolType ? term : Error;
    }

    private SmtTerm Write(Expr expr)
    {
        switch (expr)
        {
            case LiteralExpr literal:
                return Literal(literal.Value);
            case VariableExpr variable:
                return Variable(variable.Variable);
            case AttributeExpr attribute:
                return Attribute(Write(attribute.Target), attribute.Name);
            case HasExpr has:
                return Has(Write(has.Target), has.Name);
            case UnaryExpr { Operator: UnaryOperator.Not } not:
                var part = Test(not.Operand);
                return Bool($"(not {part.Term})", part.Error);
            case UnaryExpr { Operator: UnaryOperator.IsEmpty } empty:
                var set = Write(empty.Operand);
                return set.Type is SetType type ? Bool($"(= {set.Term} {Nothing(type)})", set.Error) : Error;
            case ConditionalExpr choice:
                var (test, then, otherwise) = (Test(choice.Test), Test(choice.Then), Test(choice.Else));
                return Bool($"(ite {test.Term} {then.Term} {otherwise.Term})", test.Error, $"(ite {test.Term} {then.Error} {otherwise.Error})");
            case LikeExpr like:
                var text = Write(like.Target);
                return text.Type is StringType ? Bool($"(str.in_re {text.Term} {Pattern(like.Pattern)})", text.Error) : Error;
            case IsExpr test2:
                var entity = Write(test2.Target);
                return entity.Type is EntityType found ? Bool(found.Name == test2.EntityType ? "true" : "false", entity.Error) : Error;
            case SetExpr literal:
                return Set(literal);
            case BinaryExpr binary:
                return Binary(binary);
            default:
                throw new NotSupportedException(expr.ToString());
        }
    }

    private SmtTerm Binary(BinaryExpr binary)
    {
        if (binary.Operator is BinaryOperator.And or BinaryOperator.Or)
        {
            var (first, second) = (Test(binary.Left), Test(binary.Right));
            return binary.Operator == BinaryOperator.And
                ? Bool($"(and {first.Term} {second.Term})", first.Error, $"(and {first.Term} {second.Error})")
                : Bool($"(or {first.Term} {second.Term})", first.Error, $"(and (not {first.Term}) {second.Error})");
        }

        var (left, right) = (Write(binary.Left), Write(binary.Right));
        if (left.Type is null || right.Type is null)
        {
            return Error;
        }

        switch (binary.Operator)
        {
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                var equal = SameSort(left.Type, right.Type) ? $"(= {left.Term} {right.Term})" : "false";
                return Bool(binary.Operator == BinaryOperator.Equal ? equal : $"(not {equal})", left.Error, right.Error);
            case BinaryOperator.In:
                return In(binary, left);
            case BinaryOperator.Contains:
                return left.Type is SetType holder
                    ? Bool(SameSort(holder.Element, right.Type) ? $"(select {left.Term} {right.Term})" : "false", left.Error, right.Error)
                    : Error;
            case BinaryOperator.ContainsAll or BinaryOperator.ContainsAny:
                if (left.Type is not SetType a || right.Type is not SetType b || !SameSort(a, b))
                {
                    return Error;
                }

                var both = $"((_ map and) {left.Term} {right.Term})";
                return Bool(binary.Operator == BinaryOperator.ContainsAll ? $"(= {both} {right.Term})" : $"(not (= {both} {Nothing(a)}))", left.Error, right.Error);
            default:
                var op = binary.Operator switch { BinaryOperator.Less => "<", BinaryOperator.LessOrEqual => "<=", BinaryOperator.Greater => ">", _ => ">=" };
                return left.Type is LongType && right.Type is LongType ? Bool($"({op} {left.Term} {right.Term})", left.Error, right.Error) : Error;
        }
    }

    private SmtTerm In(BinaryExpr binary, SmtTerm low)
    {
        var ancestors = binary.Right is SetExpr set ? set.Elements : [binary.Right];
        var parts = new List<string> { "false" };
        foreach (var ancestor in ancestors.Select(element => ((LiteralExpr)element).Value.AsEntity))
        {
            if (low.Type is not EntityType type)
            {
                return Error;
            }

            if (type.IsAction)
            {
                parts.Add(schema.ActionEntities.IsIn(action.Uid, ancestor) ? "true" : "false");
                continue;
            }

            if (type.Name == ancestor.Type)
            {
                parts.Add($"(= {low.Term} {Quote(ancestor.Id)})");
            }

            if (schema.EntityTypes[type.Name].Parents.Length > 0 && CanReach(type.Name, ancestor.Type))
            {
                parts.Add($"(and {Declare("exists " + low.Term, "Bool")} {Declare($"{low.Term} below {ancestor.Type} {ancestor.Id}", "Bool")})");
            }
        }

        return Bool($"(or {string.Join(' ', parts)})", low.Error);
    }

    private bool CanReach(string type, string ancestor) =>
        schema.EntityTypes[type].Parents.Any(parent => parent == ancestor || CanReach(parent, ancestor));

    private static SmtTerm Literal(CedarValue value) => value.Kind switch
    {
        CedarValueKind.Bool => Bool(value.AsBool ? "true" : "false"),
        CedarValueKind.Long => new SmtTerm(CedarType.Long, Number(value.AsLong), "false"),
        CedarValueKind.String => new SmtTerm(CedarType.String, Quote(value.AsString), "false"),
        _ => new SmtTerm(new EntityType(value.AsEntity.Type), Quote(value.AsEntity.Id), "false"),
    };

    private SmtTerm Variable(RequestVariable variable) => variable switch
    {
        RequestVariable.Principal => Fact("principal", new EntityType(principal), "false"),
        RequestVariable.Resource => Fact("resource", new EntityType(resource), "false"),
        RequestVariable.Action => Literal(CedarValue.FromEntity(action.Uid)),
        _ => Fact("context", action.Context, "false"),
    };

    private SmtTerm Attribute(SmtTerm target, string name)
    {
        if (!AttributesOf(target).TryGetValue(name, out var type))
        {
            return Error;
        }

        var path = PathOf(target) + "." + name;
        var missing = target.Type is EntityType ? $"(not {Declare("exists " + target.Term, "Bool")})" : "false";
        var absent = type.IsRequired ? "false" : $"(not {Declare("has " + path, "Bool")})";
        return Fact(path, type.Type, $"(or {target.Error} {missing} {absent})");
    }

    private SmtTerm Has(SmtTerm target, string name)
    {
        if (target.Type is not (RecordType or EntityType))
        {
            return Error;
        }

        var exists = target.Type is EntityType ? Declare("exists " + target.Term, "Bool") : "true";
        var has = !AttributesOf(target).TryGetValue(name, out var type) ? "false" : type.IsRequired ? "true" : Declare($"has {PathOf(target)}.{name}", "Bool");
        return Bool($"(and {exists} {has})", target.Error);
    }

    private System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeType> AttributesOf(SmtTerm term) => term.Type switch
    {
        RecordType record => record.Attributes,
        EntityType entity when schema.EntityTypes.TryGetValue(entity.Name, out var declared) => declared.Attributes.Attributes,
        _ => RecordType.Empty.Attributes,
    };

    private static string PathOf(SmtTerm term) => term.Term.Trim('|');

    private SmtTerm Fact(string path, CedarType type, string error)
    {
        if (type is RecordType)
        {
            return new SmtTerm(type, path, error);
        }

        var name = Declare(path, SortOf(type));
        var bound = type switch
        {
            LongType => $"(assert (and (<= {Number(long.MinValue)} {name}) (<= {name} {Number(long.MaxValue)})))\n",
            EntityType entity when Choices(entity) is { } ids => $"(assert (or {string.Join(' ', ids.Select(id => $"(= {name} {id})"))}))\n",
            SetType { Element: EntityType entity } when Choices(entity) is { } ids => $"(assert (= ((_ map and) {name} {Array("String", ids)}) {name}))\n",
            _ => "",
        };
        _declared[path + " bound"] = bound;
        return new SmtTerm(type, name, error);
    }

    private string[]? Choices(EntityType type) =>
        schema.EntityTypes.TryGetValue(type.Name, out var declared) && declared.IsEnumerated ? [.. declared.Choices.Select(Quote)] : null;

    private SmtTerm Set(SetExpr set)
    {
        var elements = set.Elements.Select(Write).ToArray();
        var element = elements.Length == 0 ? CedarType.String : elements[0].Type!;
        return new SmtTerm(new SetType(element), Array(SortOf(element), elements.Select(part => part.Term)), $"(or false {string.Join(' ', elements.Select(part => part.Error))})");
    }

    private static string Array(string sort, IEnumerable<string> elements) =>
        elements.Aggregate($"((as const (Array {sort} Bool)) false)", (array, element) => $"(store {array} {element} true)");

    private static string Nothing(SetType type) => Array(SortOf(type.Element), []);

    private static bool SameSort(CedarType a, CedarType b) => (a, b) switch
    {
        (EntityType x, EntityType y) => x.Name == y.Name,
        (SetType x, SetType y) => SameSort(x.Element, y.Element),
        _ => a.GetType() == b.GetType(),
    };

    private static string SortOf(CedarType type) => type switch
    {
        BoolType => "Bool",
        LongType => "Int",
        SetType set => $"(Array {SortOf(set.Element)} Bool)",
        _ => "String",
    };

    private string Declare(string name, string sort)
    {
        var symbol = "|" + name.Replace("|", "", StringComparison.Ordinal) + "|";
        _declared[symbol[1..^1]] = $"(declare-const {symbol} {sort})\n";
        return symbol;
    }

    private static string Number(long number) => number >= 0
        ? number.ToString(CultureInfo.InvariantCulture)
        : $"(- {((Int128)number * -1).ToString(CultureInfo.InvariantCulture)})";

    private static string Pattern(CedarPattern pattern)
    {
        var parts = pattern.Pieces.Select(piece => $"(str.to_re {Quote(piece)})");
        return pattern.Pieces.Count == 1 ? parts.First() : $"(re.++ {string.Join(" re.all ", parts)})";
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value is '"' or '\\' or < 0x20 or > 0x7E ? $"\\u{{{rune.Value:x}}}" : rune.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
