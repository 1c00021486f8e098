using System.Text;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>Random schemas: namespaces, hierarchies, optional attributes, tags, enumerated types, common types, action groups.</summary>
internal sealed class SchemaGenerator(Random random)
{
    private static readonly string[] Scalars = ["Bool", "Long", "String", "decimal", "ipaddr", "datetime", "duration"];
    private static readonly string[] Entities = ["User", "Group", "Doc", "Folder", "Color"];
    private static readonly string[] Names = ["a", "b", "c", "\"d e\"", "f", "g", "if_", "\"\""];

    public string Generate()
    {
        var text = new StringBuilder();
        var isNamed = random.Next(2) == 0;
        text.Append(isNamed ? "namespace N::M {\n" : "");
        text.Append("type Shape = ").Append(Record(2)).Append(";\n");
        text.Append("entity Group in [Group]").Append(Shape()).Append(";\n");
        text.Append("entity User in [Group]").Append(Shape()).Append(";\n");
        text.Append("entity Folder").Append(Shape()).Append(";\n");
        text.Append("entity Doc in [Folder, Group]").Append(Shape()).Append(";\n");
        text.Append("entity Color enum [\"red\", \"green\"];\n");
        text.Append("action all;\naction some in [all];\n");
        foreach (var action in (string[])["read", "write", "\"do it\""])
        {
            text.Append("action ").Append(action).Append(random.Next(3) switch { 0 => "", 1 => " in [some]", _ => " in [all]" });
            text.Append(" appliesTo { principal: [").Append(Types(["User", "Group"])).Append("], resource: [").Append(Types(["Doc", "Folder", "Color", "User"]));
            text.Append("], context: ").Append(random.Next(4) == 0 ? "Shape" : Record(2)).Append(" };\n");
        }

        return text.Append(isNamed ? "}\n" : "").ToString();
    }

    private string Types(string[] from)
    {
        var some = from.Where(_ => random.Next(2) == 0).ToArray();
        return string.Join(", ", some.Length == 0 ? [from[random.Next(from.Length)]] : some);
    }

    private string Shape() => (random.Next(6) == 0 ? "" : " = " + Record(2)) + (random.Next(2) == 0 ? " tags " + Type(1) : "");

    private string Record(int depth)
    {
        var fields = Names.Where(_ => random.Next(2) == 0).Select(name => $"{name}{(random.Next(3) == 0 ? "?" : "")}: {Type(depth)}");
        return "{ " + string.Join(", ", fields) + " }";
    }

    private string Type(int depth) => random.Next(depth > 0 ? 10 : 8) switch
    {
        < 6 => Scalars[random.Next(Scalars.Length)],
        < 8 => Entities[random.Next(Entities.Length)],
        8 => $"Set<{Type(depth - 1)}>",
        _ => Record(depth - 1),
    };
}
