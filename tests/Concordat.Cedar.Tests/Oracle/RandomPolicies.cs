using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>Policies in their JSON form, made of every operator at random.</summary>
internal static class RandomPolicies
{
    private static readonly string[] Binary = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "in", "contains", "containsAll", "containsAny", "getTag", "hasTag"];
    private static readonly string[] Functions = ["ip", "decimal", "datetime", "duration", "isInRange", "lessThan", "toDate", "offset", "isIpv4"];
    private static readonly string[] Texts = ["", "a", "b c", "if", "\"", "\\", "*", "\n", "\0", "\u200b", "é", "\U0001F600", "Name_9"];
    private static readonly string[] Types = ["A", "A::B", "ip", "principal"];

    public static JsonObject Next(Random random)
    {
        var policy = new JsonObject
        {
            ["effect"] = random.Next(2) == 0 ? "permit" : "forbid",
            ["principal"] = Scope(random, "?principal"),
            ["action"] = random.Next(3) switch
            {
                0 => new JsonObject { ["op"] = "All" },
                1 => new JsonObject { ["op"] = "==", ["entity"] = Entity(random, "N::Action") },
                _ => new JsonObject { ["op"] = "in", ["entities"] = new JsonArray(Entity(random, "Action"), Entity(random, "Action")) },
            },
            ["resource"] = Scope(random, "?resource"),
            ["conditions"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => new JsonObject
            {
                ["kind"] = random.Next(2) == 0 ? "when" : "unless",
                ["body"] = Expr(random, 5),
            })]),
        };
        if (random.Next(2) == 0)
        {
            policy["annotations"] = new JsonObject { ["a"] = null, ["has"] = Text(random) };
        }

        return policy;
    }

    private static JsonObject Scope(Random random, string slot) => random.Next(6) switch
    {
        0 => new() { ["op"] = "All" },
        1 => new() { ["op"] = "==", ["entity"] = Entity(random, "A") },
        2 => new() { ["op"] = "in", ["slot"] = slot },
        3 => new() { ["op"] = "is", ["entity_type"] = "A::B" },
        4 => new() { ["op"] = "is", ["entity_type"] = "A", ["in"] = new JsonObject { ["slot"] = slot } },
        _ => new() { ["op"] = "is", ["entity_type"] = "A", ["in"] = new JsonObject { ["entity"] = Entity(random, "A::B") } },
    };

    private static JsonObject Expr(Random random, int depth)
    {
        switch (depth == 0 ? random.Next(2) : random.Next(12))
        {
            case 0:
                return new() { ["Value"] = Value(random) };
            case 1:
                return new() { ["Var"] = Pick(random, ["principal", "action", "resource", "context"]) };
            case 2:
                return new() { [Pick(random, ["!", "neg", "isEmpty"])] = new JsonObject { ["arg"] = Expr(random, depth - 1) } };
            case 3:
                return new() { ["."] = new JsonObject { ["left"] = Expr(random, depth - 1), ["attr"] = Text(random) } };
            case 4:
                JsonNode attr = random.Next(2) == 0 ? Text(random) : new JsonArray("a", "Name_9", "c");
                return new() { ["has"] = new JsonObject { ["left"] = Expr(random, depth - 1), ["attr"] = attr } };
            case 5:
                return new() { ["like"] = new JsonObject { ["left"] = Expr(random, depth - 1), ["pattern"] = Pattern(random) } };
            case 6:
                var test = new JsonObject { ["left"] = Expr(random, depth - 1), ["entity_type"] = Pick(random, Types) };
                if (random.Next(2) == 0)
                {
                    test["in"] = Expr(random, depth - 1);
                }

                return new() { ["is"] = test };
            case 7:
                return new()
                {
                    ["if-then-else"] = new JsonObject { ["if"] = Expr(random, depth - 1), ["then"] = Expr(random, depth - 1), ["else"] = Expr(random, depth - 1) },
                };
            case 8:
                return new() { ["Set"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Expr(random, depth - 1))]) };
            case 9:
                return new() { ["Record"] = new JsonObject(Texts.Take(random.Next(Texts.Length)).Select(name => KeyValuePair.Create<string, JsonNode?>(name, Expr(random, depth - 2 < 0 ? 0 : depth - 3 < 0 ? 0 : depth - 3)))) };
            case 10:
                return new() { [Pick(random, Functions)] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Expr(random, depth - 1))]) };
            default:
                return new() { [Pick(random, Binary)] = new JsonObject { ["left"] = Expr(random, depth - 1), ["right"] = Expr(random, depth - 1) } };
        }
    }

    private static JsonNode Value(Random random) => random.Next(4) switch
    {
        0 => random.Next(2) == 0,
        1 => random.Next(-3, 100),
        2 => Text(random),
        _ => new JsonObject { ["__entity"] = Entity(random, Pick(random, Types)) },
    };

    private static JsonArray Pattern(Random random) =>
        new([.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2) == 0 ? (JsonNode)"Wildcard" : new JsonObject { ["Literal"] = Pick(random, ["a", "*", "\\", "\U0001F600", "\""]) })]);

    private static JsonObject Entity(Random random, string type) => new() { ["type"] = type, ["id"] = Text(random) };

    private static string Text(Random random) => Pick(random, Texts);

    private static string Pick(Random random, string[] all) => all[random.Next(all.Length)];
}
