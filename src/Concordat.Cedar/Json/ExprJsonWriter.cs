using System.Text.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Writes expressions in their JSON form, as the reference implementation does.</summary>
internal sealed class ExprJsonWriter(Utf8JsonWriter json)
{
    public void Write(Expr expr)
    {
        json.WriteStartObject();
        WriteOperator(expr);
        json.WriteEndObject();
    }

    private void WriteOperator(Expr expr)
    {
        switch (expr)
        {
            case LiteralExpr literal:
                json.WritePropertyName("Value");
                WriteValue(literal.Value);
                break;
            case VariableExpr variable:
                json.WriteString("Var", ExprWriter.Word(variable.Variable));
                break;
            case UnaryExpr unary:
                json.WriteStartObject(ExprNames.Of(unary.Operator));
                Write("arg", unary.Operand);
                json.WriteEndObject();
                break;
            case BinaryExpr binary:
                WriteBinary(binary);
                break;
            case ConditionalExpr conditional:
                json.WriteStartObject("if-then-else");
                Write("if", conditional.Test);
                Write("then", conditional.Then);
                Write("else", conditional.Else);
                json.WriteEndObject();
                break;
            case AttributeExpr attribute:
                json.WriteStartObject(".");
                Write("left", attribute.Target);
                json.WriteString("attr", attribute.Name);
                json.WriteEndObject();
                break;
            case HasExpr has:
                json.WriteStartObject("has");
                Write("left", has.Target);
                json.WriteString("attr", has.Name);
                json.WriteEndObject();
                break;
            case IsExpr test:
                WriteIs(test, null);
                break;
            case LikeExpr like:
                WriteLike(like);
                break;
            default:
                WriteComposite(expr);
                break;
        }
    }

    private void WriteComposite(Expr expr)
    {
        switch (expr)
        {
            case SetExpr set:
                WriteList("Set", set.Elements.AsSpan());
                break;
            case RecordExpr record:
                json.WriteStartObject("Record");
                foreach (var (name, value) in record.Fields)
                {
                    Write(name, value);
                }

                json.WriteEndObject();
                break;
            case CallExpr call:
                WriteList(call.Function, call.Arguments.AsSpan());
                break;
            default:
                throw new InvalidOperationException($"{expr.GetType().Name} cannot be written");
        }
    }

    private void WriteBinary(BinaryExpr binary)
    {
        if (binary.TryPath(out var target, out var names))
        {
            json.WriteStartObject("has");
            Write("left", target);
            json.WriteStartArray("attr");
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (binary is { Sugar: BinarySugar.IsIn, Left: IsExpr test, Right: BinaryExpr within })
        {
            WriteIs(test, within.Right);
        }
        else
        {
            json.WriteStartObject(ExprWriter.Symbol(binary.Operator));
            Write("left", binary.Left);
            Write("right", binary.Right);
            json.WriteEndObject();
        }
    }

    private void WriteIs(IsExpr test, Expr? ancestor)
    {
        json.WriteStartObject("is");
        Write("left", test.Target);
        json.WriteString("entity_type", test.EntityType);
        if (ancestor is not null)
        {
            Write("in", ancestor);
        }

        json.WriteEndObject();
    }

    private void WriteLike(LikeExpr like)
    {
        json.WriteStartObject("like");
        Write("left", like.Target);
        json.WriteStartArray("pattern");
        for (var i = 0; i < like.Pattern.Pieces.Count; i++)
        {
            if (i > 0)
            {
                json.WriteStringValue("Wildcard");
            }

            // One literal a character, as the reference implementation writes them.
            foreach (var character in like.Pattern.Pieces[i].EnumerateRunes())
            {
                json.WriteStartObject();
                json.WriteString("Literal", character.ToString());
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteValue(CedarValue value)
    {
        switch (value.Kind)
        {
            case CedarValueKind.Bool:
                json.WriteBooleanValue(value.AsBool);
                break;
            case CedarValueKind.Long:
                json.WriteNumberValue(value.AsLong);
                break;
            case CedarValueKind.String:
                json.WriteStringValue(value.AsString);
                break;
            default:
                json.WriteStartObject();
                json.WriteStartObject("__entity");
                json.WriteString("type", value.AsEntity.Type);
                json.WriteString("id", value.AsEntity.Id);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }
    }

    private void Write(string name, Expr expr)
    {
        json.WritePropertyName(name);
        Write(expr);
    }

    private void WriteList(string name, ReadOnlySpan<Expr> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            Write(part);
        }

        json.WriteEndArray();
    }
}
