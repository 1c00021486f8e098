using System.Globalization;
using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>Writes expressions back as Cedar source.</summary>
internal sealed class ExprWriter
{
    private readonly StringBuilder _text = new();
    private readonly bool _isReadable;

    private ExprWriter(bool isReadable) => _isReadable = isReadable;

    /// <summary>The source with short forms written out and with full parentheses, so that what means the same is written the same.</summary>
    public static string Write(Expr expr) => Source(expr, isReadable: false);

    /// <summary>The source as it was written, apart from spaces and from parentheses that are not needed.</summary>
    public static string WriteAsWritten(Expr expr) => Source(expr, isReadable: true);

    public static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "||",
        BinaryOperator.And => "&&",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.In => "in",
        BinaryOperator.Contains => "contains",
        BinaryOperator.ContainsAll => "containsAll",
        BinaryOperator.ContainsAny => "containsAny",
        BinaryOperator.GetTag => "getTag",
        _ => "hasTag",
    };

    public static string Word(RequestVariable variable) => variable.ToString().ToLower(CultureInfo.InvariantCulture);

    private static string Source(Expr expr, bool isReadable)
    {
        var writer = new ExprWriter(isReadable);
        writer.Append(expr);
        return writer._text.ToString();
    }

    private void Append(Expr expr)
    {
        switch (expr)
        {
            case LiteralExpr literal:
                _text.Append(literal.Value.ToString());
                break;
            case VariableExpr variable:
                _text.Append(Word(variable.Variable));
                break;
            case UnaryExpr { Operator: UnaryOperator.IsEmpty } unary:
                WriteOperand(unary.Operand);
                _text.Append(".isEmpty()");
                break;
            case UnaryExpr unary:
                _text.Append(unary.Operator == UnaryOperator.Not ? '!' : '-');
                WriteOperand(unary.Operand);
                break;
            case BinaryExpr binary:
                WriteBinary(binary);
                break;
            case ConditionalExpr conditional:
                _text.Append("if ");
                Append(conditional.Test);
                _text.Append(" then ");
                Append(conditional.Then);
                _text.Append(" else ");
                Append(conditional.Else);
                break;
            case AttributeExpr attribute:
                WriteOperand(attribute.Target);
                _text.Append(CedarText.IsPlainName(attribute.Name) ? "." + attribute.Name : "[" + CedarText.Quote(attribute.Name) + "]");
                break;
            case HasExpr has:
                WriteOperand(has.Target, Binding.Sum);
                _text.Append(" has ").Append(CedarText.IsPlainName(has.Name) ? has.Name : CedarText.Quote(has.Name));
                break;
            case LikeExpr like:
                WriteOperand(like.Target, Binding.Sum);
                _text.Append(" like ").Append(like.Pattern.ToString());
                break;
            case IsExpr test:
                WriteOperand(test.Target, Binding.Sum);
                _text.Append(" is ").Append(test.EntityType);
                break;
            default:
                WriteComposite(expr);
                break;
        }
    }

    private void WriteBinary(BinaryExpr binary)
    {
        if (binary.Operator >= BinaryOperator.Contains)
        {
            WriteOperand(binary.Left);
            _text.Append('.').Append(Symbol(binary.Operator)).Append('(');
            Append(binary.Right);
            _text.Append(')');
        }
        else if (_isReadable && binary.TryPath(out var target, out var names) && names.All(CedarText.IsPlainName))
        {
            WriteOperand(target, Binding.Sum);
            _text.Append(" has ").AppendJoin('.', names);
        }
        else if (_isReadable && binary is { Sugar: BinarySugar.IsIn, Left: IsExpr test, Right: BinaryExpr within })
        {
            Append(test);
            _text.Append(" in ");
            WriteOperand(within.Right, Binding.Sum);
        }
        else
        {
            // Operators associate to the left, comparisons not at all.
            var binding = BindingOf(binary.Operator);
            WriteOperand(binary.Left, binding == Binding.Relation ? Binding.Sum : binding);
            _text.Append(' ').Append(Symbol(binary.Operator)).Append(' ');
            WriteOperand(binary.Right, binding + 1);
        }
    }

    private void WriteComposite(Expr expr)
    {
        switch (expr)
        {
            case SetExpr set:
                _text.Append('[');
                WriteList(set.Elements.AsSpan());
                _text.Append(']');
                break;
            case RecordExpr record:
                _text.Append('{');
                for (var i = 0; i < record.Fields.Length; i++)
                {
                    _text.Append(i > 0 ? ", " : "").Append(CedarText.Quote(record.Fields[i].Key)).Append(": ");
                    Append(record.Fields[i].Value);
                }

                _text.Append('}');
                break;
            case CallExpr call when ExtensionCatalog.IsMethod(call.Function):
                WriteOperand(call.Arguments[0]);
                _text.Append('.').Append(call.Function).Append('(');
                WriteList(call.Arguments.AsSpan()[1..]);
                _text.Append(')');
                break;
            case CallExpr call:
                _text.Append(call.Function).Append('(');
                WriteList(call.Arguments.AsSpan());
                _text.Append(')');
                break;
            default:
                throw new InvalidOperationException($"{expr.GetType().Name} cannot be written");
        }
    }

    private void WriteList(ReadOnlySpan<Expr> parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            _text.Append(i > 0 ? ", " : "");
            Append(parts[i]);
        }
    }

    // An operand that binds less tightly than what it stands in needs parentheses; written out, all but the simplest have them.
    private void WriteOperand(Expr expr, Binding needed = Binding.Member)
    {
        if (BindingOf(expr) >= (_isReadable ? needed : Binding.Member))
        {
            Append(expr);
            return;
        }

        _text.Append('(');
        Append(expr);
        _text.Append(')');
    }

    private static Binding BindingOf(Expr expr) => expr switch
    {
        // `-5` is a number and `-(5)` an operation, so that a number is never taken for the operand that it seems to be.
        LiteralExpr { Value.Kind: CedarValueKind.Long } => Binding.Unary,
        UnaryExpr { Operator: not UnaryOperator.IsEmpty } => Binding.Unary,
        BinaryExpr { Sugar: not BinarySugar.None } => Binding.Relation,
        BinaryExpr binary => BindingOf(binary.Operator),
        HasExpr or LikeExpr or IsExpr => Binding.Relation,
        ConditionalExpr => Binding.None,
        _ => Binding.Member,
    };

    private static Binding BindingOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => Binding.Or,
        BinaryOperator.And => Binding.And,
        <= BinaryOperator.GreaterOrEqual or BinaryOperator.In => Binding.Relation,
        BinaryOperator.Add or BinaryOperator.Subtract => Binding.Sum,
        BinaryOperator.Multiply => Binding.Product,
        _ => Binding.Member,
    };
}
