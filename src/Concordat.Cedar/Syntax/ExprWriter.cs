using System.Globalization;
using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>Writes expressions back as Cedar source.</summary>
internal static class ExprWriter
{
    public static string Write(Expr expr)
    {
        var text = new StringBuilder();
        Write(expr, text);
        return text.ToString();
    }

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

    private static void Write(Expr expr, StringBuilder text)
    {
        switch (expr)
        {
            case LiteralExpr literal:
                text.Append(literal.Value.ToString());
                break;
            case VariableExpr variable:
                text.Append(variable.Variable.ToString().ToLower(CultureInfo.InvariantCulture));
                break;
            case UnaryExpr { Operator: UnaryOperator.IsEmpty } unary:
                WriteOperand(unary.Operand, text);
                text.Append(".isEmpty()");
                break;
            case UnaryExpr unary:
                text.Append(unary.Operator == UnaryOperator.Not ? '!' : '-');
                WriteOperand(unary.Operand, text);
                break;
            case BinaryExpr { Operator: >= BinaryOperator.Contains } binary:
                WriteOperand(binary.Left, text);
                text.Append('.').Append(Symbol(binary.Operator)).Append('(');
                Write(binary.Right, text);
                text.Append(')');
                break;
            case BinaryExpr binary:
                WriteOperand(binary.Left, text);
                text.Append(' ').Append(Symbol(binary.Operator)).Append(' ');
                WriteOperand(binary.Right, text);
                break;
            case ConditionalExpr conditional:
                text.Append("if ");
                Write(conditional.Test, text);
                text.Append(" then ");
                Write(conditional.Then, text);
                text.Append(" else ");
                Write(conditional.Else, text);
                break;
            default:
                WriteMore(expr, text);
                break;
        }
    }

    private static void WriteMore(Expr expr, StringBuilder text)
    {
        switch (expr)
        {
            case AttributeExpr attribute:
                WriteOperand(attribute.Target, text);
                text.Append(IsPlain(attribute.Name) ? "." + attribute.Name : "[" + CedarText.Quote(attribute.Name) + "]");
                break;
            case HasExpr has:
                WriteOperand(has.Target, text);
                text.Append(" has ").Append(IsPlain(has.Name) ? has.Name : CedarText.Quote(has.Name));
                break;
            case LikeExpr like:
                WriteOperand(like.Target, text);
                text.Append(" like ").Append(like.Pattern.ToString());
                break;
            case IsExpr test:
                WriteOperand(test.Target, text);
                text.Append(" is ").Append(test.EntityType);
                break;
            case SetExpr set:
                WriteList(text.Append('['), set.Elements);
                text.Append(']');
                break;
            case RecordExpr record:
                text.Append('{');
                for (var i = 0; i < record.Fields.Length; i++)
                {
                    text.Append(i > 0 ? ", " : "").Append(CedarText.Quote(record.Fields[i].Key)).Append(": ");
                    Write(record.Fields[i].Value, text);
                }

                text.Append('}');
                break;
            case CallExpr call when ExtensionCatalog.IsMethod(call.Function):
                WriteOperand(call.Arguments[0], text);
                WriteList(text.Append('.').Append(call.Function).Append('('), call.Arguments.AsSpan()[1..]);
                text.Append(')');
                break;
            case CallExpr call:
                WriteList(text.Append(call.Function).Append('('), call.Arguments.AsSpan());
                text.Append(')');
                break;
            default:
                throw new InvalidOperationException($"{expr.GetType().Name} cannot be written");
        }
    }

    private static bool IsPlain(string name) => CedarText.IsIdentifier(name) && !CedarText.IsReserved(name);

    private static void WriteList(StringBuilder text, ReadOnlySpan<Expr> parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Write(parts[i], text);
        }
    }

    private static void WriteList(StringBuilder text, System.Collections.Immutable.ImmutableArray<Expr> parts) => WriteList(text, parts.AsSpan());

    private static void WriteOperand(Expr expr, StringBuilder text)
    {
        var isSimple = expr is VariableExpr or AttributeExpr or SetExpr or RecordExpr or CallExpr
            or LiteralExpr { Value.Kind: not CedarValueKind.Long } or BinaryExpr { Operator: >= BinaryOperator.Contains };
        if (isSimple)
        {
            Write(expr, text);
            return;
        }

        text.Append('(');
        Write(expr, text);
        text.Append(')');
    }
}
