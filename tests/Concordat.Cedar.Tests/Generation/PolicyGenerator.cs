using System.Text;
using Concordat.Cedar.Schema;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>Random policies over a schema: mostly well typed, every scope form, every operator.</summary>
internal sealed class PolicyGenerator(Random random, CedarSchema schema, ValueGenerator values)
{
    private readonly ActionDeclaration[] _actions = [.. schema.Actions.Values.Where(action => !action.Principals.IsEmpty)];

    public string Generate(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            Policy(text);
        }

        return text.ToString();
    }

    private void Policy(StringBuilder text)
    {
        var action = _actions[random.Next(_actions.Length)];
        var principal = values.Pick(action.Principals.ToArray());
        var resource = values.Pick(action.Resources.ToArray());
        var exprs = new ExprGenerator(random, schema, values, action, principal, resource);
        text.Append(random.Next(4) == 0 ? "@note(\"x\")\n" : "").Append(random.Next(3) == 0 ? "forbid(" : "permit(");
        text.Append(Scope("principal", principal)).Append(", ").Append(Action(action)).Append(", ").Append(Scope("resource", resource)).Append(')');
        for (var i = random.Next(3); i > 0; i--)
        {
            text.Append(random.Next(3) == 0 ? "\nunless { " : "\nwhen { ").Append(exprs.Bool(3)).Append(" }");
        }

        text.Append(";\n");
    }

    private string Scope(string variable, string type)
    {
        var parents = schema.EntityTypes[type].Parents;
        var parent = parents.IsEmpty ? type : values.Pick(parents.ToArray());
        return random.Next(6) switch
        {
            0 => $"{variable} == {ExprGenerator.Uid(type, values.Id(type))}",
            1 => $"{variable} in {ExprGenerator.Uid(parent, values.Id(parent))}",
            2 => $"{variable} is {type}",
            3 => $"{variable} is {type} in {ExprGenerator.Uid(parent, values.Id(parent))}",
            _ => variable,
        };
    }

    private string Action(ActionDeclaration action)
    {
        var any = schema.Actions.Keys.ElementAt(random.Next(schema.Actions.Count));
        return random.Next(5) switch
        {
            0 => $"action == {action.Uid}",
            1 => $"action in {any}",
            2 => $"action in [{action.Uid}, {any}]",
            _ => "action",
        };
    }
}
