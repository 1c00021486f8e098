using System.Text;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Tests;

public sealed class PolicyJsonTests
{
    private const string Open = """{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[{"kind":"when","body":""";
    private const string Close = "}]}";

    public static TheoryData<string, string> Bombs => new()
    {
        { "arrays", new string('[', 1_000_000) },
        { "objects", string.Concat(Enumerable.Repeat("{\"a\":", 200_000)) },
        { "negations", Open + string.Concat(Enumerable.Repeat("""{"!":{"arg":""", 100_000)) },
        { "negations that are closed", Open + Nested("""{"!":{"arg":""", """{"Value":true}""", "}}", 505) + Close },
        { "conjunctions", Open + Nested("""{"&&":{"left":""", """{"Value":true}""", ""","right":{"Value":true}}}""", 505) + Close },
        { "sets", Open + Nested("""{"Set":[""", """{"Value":true}""", "]}", 505) + Close },
        { "sets in a value", Open + """{"Value":""" + Nested("[", "1", "]", 900) + "}" + Close },
        { "records in a value", Open + """{"Value":""" + Nested("""{"a":""", "1", "}", 900) + "}" + Close },
        { "nested tests that repeat their target", Open + Nested("""{"is":{"in":{"Var":"action"},"entity_type":"A","left":""", """{"Var":"action"}""", "}}", 100) + Close },
        { "long path", Open + """{"has":{"left":{"Var":"context"},"attr":[""" + string.Join(',', Enumerable.Repeat("\"a\"", 100_000)) + "]}}" + Close },
        { "large set", Open + """{"Value":[""" + string.Join(',', Enumerable.Repeat("1", 70_000)) + "]}" + Close },
        { "large record", Open + """{"Record":{""" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $$"""
            "{{i}}":{"Value":1}
            """)) + "}}" + Close },
        { "large pattern", Open + """{"like":{"left":{"Value":""},"pattern":[""" + string.Join(',', Enumerable.Repeat("\"Wildcard\"", 9_000)) + "]}}" + Close },
        { "many values", "[" + string.Join(',', Enumerable.Repeat("1", 1_000_001)) + "]" },
        { "too long", new string(' ', CedarLimits.TextLength + 1) },
        { "many faulty policies", "{\"staticPolicies\":{" + string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"{i}\":1")) + "}}" },
        { "nothing", "" },
        { "half a pair", "{\"a\":\"\\ud800\"}" },
        { "half a pair as it is", "{\"a\":\"\ud800\"}" },
        { "half a pair as a name", "{\"\\udc00\":1}" },
        { "text behind", "{} {}" },
        { "a comment", "{} // no" },
        { "a trailing comma", "{\"templates\":{},}" },
        { "a member twice", "{\"templates\":{},\"templates\":{}}" },
        { "a member twice, with escapes", "{\"templates\":{},\"tem\\u0070lates\":{}}" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Hostile_JSON_ends_in_few_errors(string name, string json)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Assert.False(PolicySet.TryParseJson(json, name, out _, out var found));
                    Assert.InRange(found.Count, 1, CedarLimits.Diagnostics);
                    Assert.False(CedarSchema.TryParseJson(json, name, out _, out var inSchema));
                    Assert.InRange(inSchema.Count, 1, CedarLimits.Diagnostics);
                    Assert.All(found.Concat(inSchema), finding => Assert.True(finding is { Line: > 0, Column: > 0, File: not null }));
                }
                catch (Exception fault)
                {
                    failure = fault;
                }
            },
            512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void The_deepest_expression_that_is_read_is_written_on_a_small_stack()
    {
        var json = Open + Nested("""{"&&":{"left":""", """{"Value":true}""", ""","right":{"Value":true}}}""", CedarLimits.ExpressionDepth - 1) + Close;
        var equal = false;
        var thread = new Thread(() => equal = Policy.ParseJson(Policy.ParseJson(json).ToJson()).ToJson() == json, 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(equal);
        Assert.True(PolicySet.TryParse(Policy.ParseJson(json).ToCedar(), null, out _, out _));
    }

    [Theory]
    [InlineData("""{"effect":"permt"}""", "1:11", "unexpected-value", "expected `permit` or `forbid`, found `permt`")]
    [InlineData("{\n \"effect\":\"permit\",\n \"prinzipal\":{}}", "3:2", "unknown-member", "did you mean `principal`?")]
    [InlineData("{\"effect\":\"permit\"}", "1:1", "missing-member", "`principal` is missing")]
    [InlineData("{\"effect\":\"é\U0001F600\", x}", "1:17", "invalid-json", "`x` is an invalid start")]
    [InlineData("{\"templates\":{\"a\":{}}, \"templates\":{}}", "1:24", "duplicate-member", "`templates` occurs twice")]
    [InlineData("{\"staticPolicies\":[]}", "1:19", "unexpected-value", "expected an object of policies by id, found an array")]
    [InlineData("{\"templateLinks\":[{\"templateId\":\"t\",\"newId\":\"n\",\"values\":{}}]}", "1:33", "unknown-template", "there is no template `t`")]
    [InlineData("[]", "1:1", "unexpected-value", "expected a policy set or a policy, found an array")]
    public void An_error_says_where_and_what(string json, string place, string code, string message)
    {
        Assert.False(PolicySet.TryParseJson(json, "p.json", out _, out var found));
        Assert.Equal(code, found[0].Code);
        Assert.StartsWith($"p.json:{place}: ", found[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(message, found[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_faulty_policy_is_reported()
    {
        var good = Open + """{"Value":true}""" + Close;
        var json = $$$"""{"staticPolicies":{"a":1,"b":{{{good}}},"c":{{{Open}}}{"Vaule":true}{{{Close}}}},"templates":{"d":{{{good}}}}}""";
        Assert.False(PolicySet.TryParseJson(json, null, out _, out var found));
        Assert.Equal(["unexpected-value", "unknown-function", "not-a-template"], found.Select(finding => finding.Code));
        Assert.Equal("did you mean `Value`?", found[1].Help);
    }

    [Fact]
    public void Expressions_know_their_place_in_the_JSON()
    {
        const string json = Open + "\n {\".\":{\"left\":{\"Var\":\"context\"},\"attr\":\"wrong\"}}" + Close;
        var schema = CedarSchema.Parse("entity U; action a appliesTo { principal: U, resource: U, context: { right: Bool } };");
        var finding = Assert.Single(Validator.Validate(PolicySet.ParseJson(json, "p.json"), schema));
        Assert.StartsWith("p.json:2:40: unknown attribute `wrong`", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_set_goes_through_JSON_with_its_templates_and_links()
    {
        var set = PolicySet.Parse("""
            @note permit(principal in ?principal, action, resource);
            @id("all") forbid(principal, action, resource) unless { context has a.b && principal is A in A::"x" };
            """).Link(new("policy0", "for staff", new EntityUid("Group", "staff")));
        var again = PolicySet.ParseJson(set.ToJson(indented: true));
        Assert.Equal(["all", "for staff"], again.Policies.Select(policy => policy.Id));
        Assert.Equal(set.Policies[^1].Link, again.Policies[^1].Link);
        Assert.Equal(set.ToJson(), again.ToJson());
        Assert.Contains("context has a.b && principal is A in A::\"x\"", again.Policies[0].Text, StringComparison.Ordinal);
        Assert.False(again.TryToCedar(out _, out var problem));
        Assert.Equal("policy `for staff` is linked from a template, and the Cedar form has no place for links", problem);
    }

    [Fact]
    public void Ids_of_a_policy_set_are_kept_in_the_Cedar_form()
    {
        var set = PolicySet.ParseJson($$$"""{"staticPolicies":{"x y":{{{Open}}}{"Value":true}{{{Close}}},"policy1":{{{Open}}}{"Value":false}{{{Close}}}}}""");
        Assert.True(set.TryToCedar(out var text, out _));
        Assert.Equal(["x y", "policy1"], PolicySet.Parse(text).Policies.Select(policy => policy.Id));
        Assert.DoesNotContain("policy1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_contradicts_its_annotation_is_not_lost_silently()
    {
        var policy = Open + """{"Value":true}}],"annotations":{"id":"other"}}""";
        Assert.False(PolicySet.ParseJson($$$"""{"staticPolicies":{"mine":{{{policy}}}}}""").TryToCedar(out _, out var problem));
        Assert.Contains("`mine` has another id", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_policies_of_one_id_are_not_written()
    {
        var one = PolicySet.Parse("permit(principal, action, resource);");
        var set = PolicySet.Of([.. one.Policies, .. one.Policies]);
        Assert.Throws<InvalidOperationException>(() => set.ToJson());
        Assert.False(set.TryToCedar(out _, out var problem));
        Assert.Equal("policy id `policy0` occurs twice", problem);
    }

    [Fact]
    public void A_path_with_names_that_Cedar_text_cannot_write_is_written_out()
    {
        var policy = Policy.ParseJson(Open + """{"has":{"left":{"Var":"context"},"attr":["a b","if","c"]}}""" + Close);
        var body = PolicySet.Parse(policy.ToCedar()).Policies[0].Conditions[0].Body;
        Assert.Equal(ExprWriter.Write(policy.Conditions[0].Body), ExprWriter.Write(body));
        Assert.Contains("[\"a b\",\"if\",\"c\"]", policy.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_keep_all_their_bits()
    {
        var policy = Policy.ParseJson(Open + """{"==":{"left":{"Value":-9223372036854775808},"right":{"Value":9223372036854775807}}}""" + Close);
        Assert.Contains("-9223372036854775808 == 9223372036854775807", policy.ToCedar(), StringComparison.Ordinal);
        Assert.Equal(policy.ToJson(), PolicySet.Parse(policy.ToCedar()).Policies[0].ToJson());
    }

    [Fact]
    public void Half_a_character_in_source_is_refused()
    {
        Assert.False(PolicySet.TryParse("permit(principal, action, resource) when { context.a == \"\ud800\" };", null, out _, out var found));
        Assert.Equal(("unexpected-character", 57), (found[0].Code, found[0].Column));
        Assert.True(PolicySet.TryParse("permit(principal, action, resource) when { context.a == \"\U0001F600\" };", null, out _, out _));
    }

    [Fact]
    public void Damaged_JSON_is_read_or_refused_and_never_breaks_the_reader()
    {
        var random = new Random(20261122);
        var schema = CedarSchema.Parse("@a namespace N { entity A in [A] = { @b x?: Set<Long>, y: { z: ipaddr } } tags Long; entity E enum [\"e\"]; action a in [b] appliesTo { principal: A, resource: A, context: { c: T } }; action b; type T = { d: A }; }").ToJson();
        for (var i = 0; i < 3_000; i++)
        {
            var policies = Damaged(random, $$$$"""{"staticPolicies":{"a":{{{{Oracle.RandomPolicies.Next(random).ToJsonString()}}}}},"templates":{},"templateLinks":[{"templateId":"a","newId":"b","values":{"?principal":{"type":"A","id":"x"}}}]}""");
            if (PolicySet.TryParseJson(policies, "p.json", out var set, out var found))
            {
                Assert.True(PolicySet.TryParseJson(set.ToJson(), null, out _, out _));
                set.TryToCedar(out _, out _);
            }

            Assert.All(found, finding => Assert.True(finding.Line > 0 && finding.Column > 0));
            if (CedarSchema.TryParseJson(Damaged(random, schema), "s.json", out var read, out _) && read.TryToCedar(out var text, out _))
            {
                CedarSchema.Parse(text);
            }
        }
    }

    // Swaps, doubles and drops pieces between quotes and brackets, so that much of it stays JSON.
    private static string Damaged(Random random, string json)
    {
        var cuts = Enumerable.Range(0, json.Length).Where(i => "{}[],:\"".Contains(json[i], StringComparison.Ordinal)).ToArray();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var from = Math.Min(cuts[random.Next(cuts.Length)], json.Length);
            var to = Math.Min(from + random.Next(12), json.Length);
            var piece = random.Next(5) switch { 0 => "", 1 => json[from..to] + json[from..to], 2 => "null", 3 => "\"__entity\"", _ => "\ud83d" };
            json = json[..from] + piece + json[to..];
        }

        return json;
    }

    private static string Nested(string open, string core, string close, int count) =>
        new StringBuilder().Insert(0, open, count).Append(core).Append(string.Concat(Enumerable.Repeat(close, count))).ToString();
}
