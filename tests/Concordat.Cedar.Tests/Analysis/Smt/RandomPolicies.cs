namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>Policy sets of random clauses inside the analysable subset, and amendments of them.</summary>
internal sealed class RandomPolicies(int seed)
{
    public const string SchemaText = """
        entity Group;
        entity Team in [Group];
        entity User in [Team] = { level: Long, nick?: String, skills: Set<String> };
        entity Folder;
        entity Doc in [Folder] = { open: Bool, kind?: String };
        entity Colour enum ["red", "green", "blue"];
        type Deep = { name?: String, n: Long, tags: Set<String>, on: Bool };
        type Facts = {
          purpose: String, organisation: String, count: Long, rank?: Long, urgent: Bool, secret: Bool, kinds: Set<String>, numbers: Set<Long>,
          truths: Set<Bool>, colour: Colour, colours: Set<Colour>, owner?: Team, deep?: Deep
        };
        action all;
        action read, write in all appliesTo { principal: User, resource: Doc, context: Facts };
        action manage appliesTo { principal: User, resource: Folder, context: { purpose: String, count?: Long, urgent: Bool, kinds: Set<String> } };
        """;

    private static readonly string[] Purposes = ["", "a", "analysis", "pattern-of-life"];
    private static readonly string[] Patterns = ["a*", "*s", "*nal*", "pattern*life", "*a*a*", "an*sis", "**", "*of*"];
    private static readonly string[] Kinds = ["email", "phone", "plate"];
    private static readonly string[] Colours = ["red", "green", "blue"];

#pragma warning disable CA5394 // Tests need the same numbers each time, not secret ones.
    private readonly Random _random = new(seed);

    /// <summary>Clauses, and the same clauses with a change that may or may not matter.</summary>
    public (string A, string B) Pair()
    {
        var clauses = Enumerable.Range(0, _random.Next(2, 6)).Select(_ => Clause()).ToList();
        var amended = clauses.ToList();
        for (var changes = _random.Next(3); changes >= 0; changes--)
        {
            var at = _random.Next(amended.Count);
            switch (_random.Next(6))
            {
                case 0:
                    amended.Add(Clause());
                    break;
                case 1 when amended.Count > 1:
                    amended.RemoveAt(at);
                    break;
                case 2:
                    amended[at] = Clause();
                    break;
                case 3:
                    (amended[0], amended[at]) = (amended[at], amended[0]);
                    break;
                case 4:
                    amended[at] = amended[at] with { Conditions = amended[at].Conditions + $" unless {{ {Test(2)} }}" };
                    break;
                default:
                    amended[at] = amended[at] with { Conditions = amended[at].Conditions.Replace("count > ", "count >= ", StringComparison.Ordinal).Replace("&&", "||", StringComparison.Ordinal) };
                    break;
            }
        }

        return (Write(clauses), Write(amended));
    }

    /// <summary>A test of a request.</summary>
    public string Test(int depth) => _random.Next(depth > 0 ? 12 : 7) switch
    {
        7 => $"!({Test(depth - 1)})",
        8 => $"(if {Test(depth - 1)} then {Test(depth - 1)} else {Test(depth - 1)})",
        9 => $"({Test(depth - 1)} || {Test(depth - 1)})",
        10 or 11 => $"({Test(depth - 1)} && {Test(depth - 1)})",
        _ => Atom(),
    };

    private string Atom() => _random.Next(30) switch
    {
        0 or 1 => $"context.purpose == \"{Pick(Purposes)}\"",
        2 => $"{List(Purposes, "\"", "\"")}.contains(context.purpose)",
        3 => $"context.purpose like \"{Pick(Patterns)}\"",
        4 or 5 => $"context.organisation like \"{Pick(Patterns)}\"",
        6 or 7 => $"context.count {Pick(["<", "<=", ">", ">=", "==", "!="])} {Number()}",
        8 => $"{Number()} {Pick(["<", "<=", ">", ">="])} context.count",
        9 => $"(context has rank && context.rank {Pick(["<", ">=", "=="])} {Number()})",
        10 => $"context.rank > {Number()}",
        11 => Pick(["context.urgent", "context.secret", "context.urgent == context.secret", "context.urgent != (context.count > 3)"]),
        12 or 13 => $"context.kinds.contains(\"{Pick(Kinds)}\")",
        14 => $"context.kinds.containsAll({List(Kinds, "\"", "\"")})",
        15 => $"context.kinds.containsAny({List(Kinds, "\"", "\"")})",
        16 or 17 => $"{List(Kinds, "\"", "\"")}.containsAll(context.kinds)",
        18 => $"context.kinds == {List(Kinds, "\"", "\"")}",
        19 => Pick(["context.kinds.isEmpty()", "context.numbers.isEmpty()", "context.truths.isEmpty()", "context.colours.isEmpty()"]),
        20 => Pick(["context.numbers.contains(3)", "[3, 4].containsAll(context.numbers)", "context.numbers == [4]", "[1, 3].containsAny(context.numbers)"]),
        21 => Pick(["context.truths.contains(true)", "[true].containsAll(context.truths)", "context.truths == [true, false]", "context.truths.containsAny([false])"]),
        22 => $"context.colour {Pick(["==", "!="])} Colour::\"{Pick(Colours)}\"",
        23 => $"context.colours.contains(Colour::\"{Pick(Colours)}\") || {List(Colours, "Colour::\"", "\"")}.containsAll(context.colours)",
        24 => $"(context has owner && context.owner == Team::\"{Pick(["t1", "t2"])}\")",
        25 => Pick(["context has deep.name", "context.deep.on", "context has deep && context.deep.n > 3", "context has missing", "context.deep has name && context.deep.name like \"*s\""]),
        26 => Pick(["principal in Team::\"t1\"", "principal in [Team::\"t2\", Group::\"g\"]", "principal in Group::\"g\"", "principal == User::\"u\""]),
        27 => Pick(["principal.level > 3", "principal has nick && principal.nick == \"a\"", "principal.skills.contains(\"email\")", "principal has level"]),
        28 => Pick(["resource is Doc && resource.open", "resource is Folder", "resource in Folder::\"f\"", "resource == Doc::\"d\"", "resource is Doc && resource has kind"]),
        _ => Pick(["action == Action::\"read\"", "action in Action::\"all\"", "true", "context.urgent && context.missing > 3"]),
    };

    private Clause Clause()
    {
        var effect = _random.Next(5) < 2 ? "permit" : "forbid";
        var scope = _random.Next(8) switch
        {
            0 => "principal, action == Action::\"read\", resource",
            1 => "principal, action in [Action::\"read\", Action::\"manage\"], resource",
            2 => "principal in Team::\"t1\", action, resource",
            3 => "principal is User in Group::\"g\", action in Action::\"all\", resource is Doc",
            4 => "principal == User::\"u\", action, resource in Folder::\"f\"",
            _ => "principal, action, resource",
        };
        var conditions = _random.Next(5) == 0 ? "" : $" when {{ {Test(3)} }}";
        return new Clause(effect, scope, conditions + (_random.Next(3) == 0 ? $" unless {{ {Test(2)} }}" : ""), Pick(["refuse", "refuse", "ruling"]));
    }

    private string Number() => Pick(["-1", "0", "3", "4", "25", "26", "9223372036854775807", "-9223372036854775808"]);

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private string List(string[] from, string before, string after) =>
        "[" + string.Join(", ", from.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(from[0]).Select(item => before + item + after)) + "]";

    private static string Write(IEnumerable<Clause> clauses) => string.Join('\n', clauses.Select(clause => clause.ToString()));
}
