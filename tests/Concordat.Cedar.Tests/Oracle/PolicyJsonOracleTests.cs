using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>The JSON form of policies is that of the official engine, both ways.</summary>
public sealed partial class PolicyJsonOracleTests(CedarOracle oracle, ITestOutputHelper output) : IClassFixture<CedarOracle>
{
    public static TheoryData<string> Expressions =>
    [
        "-5", "-(5)", "- -5", "---5", "-9223372036854775808", "!!true", "-principal.a", "-5.foo", "1 + 2 * 3 - 4", "1 - (2 - 3)", "1 - -1",
        "principal has a", "principal has \"a b\"", "principal has a.b.c", "principal.x has a.b", "principal has \"if\"", "(principal has a.b) && context has c.d",
        "principal has a && principal.a has b", "principal is A", "principal is A::B in principal", "principal is A in [A::\"x\"]",
        "principal is A && principal in A::\"x\"", "principal is A in (if true then A::\"x\" else A::\"y\")", "!(principal is A in A::\"x\")",
        "principal like \"a*b\\*c\\u{1f600}*\"", "\"\" like \"\"", "\"\" like \"**\"", "\"\" like \"\\\\\\n\\\"*\"",
        "ip(\"1.2.3.4\").isInRange(ip(\"1.0.0.0/8\"))", "decimal(\"1.0\").lessThan(decimal(\"2.0\"))", "datetime(\"2024-01-01\").offset(duration(\"1h\")).toDate()",
        "ip()", "ip(\"1\", \"2\")", "ip(\"1\").isIpv4(3)", "ip(\"bad\")", "[1, 2, [3]]", "[]", "{}", "{a: 1, \"b c\": [2], \"if\": {}}", "{\"a\": 1}.a", "[1].contains(1)",
        "if true then 1 else 2", "(if true then 1 else 2) + 3", "if if true then true else false then 1 else if true then 2 else 3",
        "principal.contains(1)", "principal.containsAll([1])", "principal.containsAny([1])", "principal.isEmpty()", "principal.getTag(\"a\")", "principal.hasTag(\"a\")",
        "context[\"a b\"].c", "principal[\"if\"]", "principal[\"\"]", "1 < 2", "1 <= 2", "1 > 2", "1 >= 2", "1 != 2", "1 == 2", "principal in resource",
        "A::B::\"\\0\\n\\u{200b}\\u{202e}\"", "\"\\u{7f}\\u{a0}\\u{ad}\\u{feff}e\\u{301}'\\\"\\\\\"", "(1 < 2) == true", "(1).x", "(-1).x", "(!true).a", "!(1 < 2)",
        "\"a\" && \"b\" && \"c\" || true || false", "true && (true && (true || false))", "(true || false) && true", "1 * 2 * 3", "1 * (2 * 3)", "ip::\"x\" == action",
    ];

    public static TheoryData<string> Statements =>
    [
        "@a permit(principal, action, resource);",
        "@a(\"\") @b(\"x\\n\\\"\") @if(\"y\") @id permit(principal, action, resource) unless { true } when { false };",
        "permit(principal == A::\"x\", action == Action::\"y\", resource in B::\"c\");",
        "permit(principal is A, action in Action::\"y\", resource is B in B::\"c\");",
        "permit(principal, action in [], resource);",
        "permit(principal, action in [Action::\"y\"], resource);",
        "forbid(principal, action in [Action::\"y\", N::Action::\"z\"], resource);",
        "permit(principal == (A::\"x\"), action in ([(Action::\"y\")]), resource,);",
        "permit(principal == ?principal, action, resource);",
        "@t permit(principal in ?principal, action, resource in ?resource) when { true };",
        "permit(principal is A::B in ?principal, action, resource is B in ?resource);",
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expressions_have_the_same_form(string expression) => Check($"permit(principal, action, resource) when {{ {expression} }};");

    [Theory]
    [MemberData(nameof(Statements))]
    public void Statements_have_the_same_form(string statement) => Check(statement);

    [Fact]
    public void All_policies_of_the_repository_and_of_the_official_cases_have_the_same_form()
    {
        var copy = Environment.GetEnvironmentVariable("CEDAR_INTEGRATION_TESTS");
        var folder = string.IsNullOrEmpty(copy) ? Path.Combine(AppContext.BaseDirectory, "cases") : copy;
        var files = Directory.EnumerateFiles(folder, "*.cedar", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(OracleFiles.Agreements, "*.cedar", SearchOption.AllDirectories)).ToArray();
        var count = 0;
        foreach (var file in files)
        {
            var set = PolicySet.Parse(File.ReadAllText(file), file);
            foreach (var policy in set.Policies.Concat(set.Templates))
            {
                Check(policy.Text);
                count++;
            }

            var again = PolicySet.ParseJson(set.ToJson());
            JsonSameness.Same(JsonNode.Parse(set.ToJson()), JsonNode.Parse(again.ToJson(indented: true)));
            Assert.True(again.TryToCedar(out var text, out var problem), problem);
            JsonSameness.Same(JsonNode.Parse(set.ToJson()), JsonNode.Parse(PolicySet.Parse(text).ToJson()));
        }

        output.WriteLine($"{count} policies of {files.Length} files are the same");
        Assert.InRange(count, 100, int.MaxValue);
    }

    [Fact]
    public void Random_policies_have_the_same_form()
    {
        var random = new Random(20260413);
        for (var i = 0; i < 400; i++)
        {
            var json = RandomPolicies.Next(random);
            var policy = Policy.ParseJson(json.ToJsonString());
            JsonSameness.Same(json, JsonNode.Parse(policy.ToJson()));
            Check(policy.ToCedar());
            JsonSameness.Same(json, JsonNode.Parse(Only(policy.ToCedar()).ToJson()));
        }
    }

    private static Policy Only(string statement)
    {
        var set = PolicySet.Parse(statement);
        return Assert.Single(set.Policies.Concat(set.Templates));
    }

    private void Check(string statement)
    {
        var policy = Only(statement);
        var (toJson, toText) = policy.IsTemplate ? ("templateToJson", "templateToText") : ("policyToJson", "policyToText");
        var theirs = oracle.Call(toJson, statement)?["json"];
        Assert.NotNull(theirs);

        // text to JSON; our text to their JSON; their JSON back to text and through us again
        JsonSameness.Same(theirs, JsonNode.Parse(policy.ToJson()));
        JsonSameness.Same(theirs, oracle.Call(toJson, policy.ToCedar())?["json"]);
        var fromJson = Policy.ParseJson(policy.ToJson());
        JsonSameness.Same(theirs, JsonNode.Parse(fromJson.ToJson()));
        JsonSameness.Same(theirs, JsonNode.Parse(Only(fromJson.ToCedar()).ToJson()));
        if (!LongNumber().IsMatch(statement))
        {
            var text = oracle.Call(toText, JsonNode.Parse(policy.ToJson()))?["text"]?.GetValue<string>();
            Assert.True(text is not null, statement);
            JsonSameness.Same(oracle.Call(toJson, text)?["json"], JsonNode.Parse(Only(text).ToJson()));
        }
    }

    // JavaScript has no whole numbers of 64 bits, so that these do not reach the official engine as JSON.
    [GeneratedRegex("[0-9]{16}", RegexOptions.NonBacktracking)]
    private static partial Regex LongNumber();
}
