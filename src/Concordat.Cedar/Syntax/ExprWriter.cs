using System.Globalization;
using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>Writes expressions back as Cedar source.</summary>
internal sealed class ExprWriter
{
    private readonly StringBuilder _text = new();
    private readonly bool _keepsSugar;

    private ExprWriter(bool keepsSugar) => _keepsSugar = keepsSugar;

    /// <summary>The source with short forms written out, so that what means the same is written the same.</summary>
    public static string Write(Expr expr) => Source(expr, keepsSugar: false);

    /// <summary>The source as it was written, spaces and parentheses apart.</summary>
    public static string WriteAsWritten(Expr expr) => Source(expr, keepsSugar: true);

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

    private static string Source(Expr expr, bool keepsSugar)
    {
        var writer = new ExprWriter(keepsSugar);
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
                WriteOperand(has.Target);
                _text.Append(" has ").Append(CedarText.IsPlainName(has.Name) ? has.Name : CedarText.Quote(has.Name));
                break;
            case LikeExpr like:
                WriteOperand(like.Target);
                _text.Append(" like ").Append(like.Pattern.ToString());
                break;
            case IsExpr test:
                WriteOperand(test.Target);
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
        else if (_keepsSugar && binary.TryPath(out var target, out var names) && names.All(CedarText.IsPlainName))
        {
            WriteOperand(target);
            _text.Append(" has ").AppendJoin('.', names);
        }
        else if (_keepsSugar && binary is { Sugar: BinarySugar.IsIn, Left: IsExpr test, Right: BinaryExpr within })
        {
            Append(test);
            _text.Append(" in ");
            WriteOperand(within.Right);
        }
        else
        {
            WriteLeft(binary);
            _text.Append(' ').Append(Symbol(binary.Operator)).Append(' ');
            WriteOperand(binary.Right);
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

    // Chains associate to the left; without parentheses a long chain stays readable, by people and by a parser that bounds nesting.
    private void WriteLeft(BinaryExpr binary)
    {
        if (binary.Left is BinaryExpr left && IsChain(left.Operator, binary.Operator) && (!_keepsSugar || left.Sugar == BinarySugar.None))
        {
            WriteBinary(left);
        }
        else
        {
            WriteOperand(binary.Left);
        }
    }

    private static bool IsChain(BinaryOperator left, BinaryOperator op) => op switch
    {
        BinaryOperator.Add or BinaryOperator.Subtract => left is BinaryOperator.Add or BinaryOperator.Subtract,
        BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Multiply => left == op,
        _ => false,
    };

    private void WriteOperand(Expr expr)
    {
        var isSimple = expr is VariableExpr or AttributeExpr or SetExpr or RecordExpr or CallExpr
            or LiteralExpr { Value.Kind: not CedarValueKind.Long } or BinaryExpr { Operator: >= BinaryOperator.Contains };
        if (isSimple)
        {
            Append(expr);
            return;
        }

        _text.Append('(');
        Append(expr);
        _text.Append(')');
    }
}
