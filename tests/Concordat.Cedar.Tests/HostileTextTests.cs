using System.Text;

namespace Concordat.Cedar.Tests;

public sealed class HostileTextTests
{
    private const string Head = "permit(principal, action, resource) when { ";
    private const string Schema = "entity User; action a appliesTo { principal: User, resource: User, context: { x?: Long } };";

    public static TheoryData<string, string> Bombs => new()
    {
        { "parentheses", Head + new string('(', 200_000) },
        { "brackets", Head + new string('[', 200_000) },
        { "conditionals", Head + string.Concat(Enumerable.Repeat("if true then ", 100_000)) },
        { "records", Head + string.Concat(Enumerable.Repeat("{a:", 100_000)) },
        { "negations", Head + new string('!', 200_000) + "true };" },
        { "chain of and", Head + string.Concat(Enumerable.Repeat("true && ", 100_000)) + "true };" },
        { "chain of plus", Head + string.Concat(Enumerable.Repeat("1 + ", 100_000)) + "1 == 1 };" },
        { "chain of attributes", Head + "context" + string.Concat(Enumerable.Repeat(".a", 100_000)) + " };" },
        { "long has", Head + "context has a" + string.Concat(Enumerable.Repeat(".a", 100_000)) + " };" },
        { "huge number", Head + new string('9', 1_000_000) + " == 1 };" },
        { "unterminated string", Head + "\"" + new string('a', 1_000_000) },
        { "escape at the end", Head + "\"\\" },
        { "unterminated unicode", Head + "\"\\u{" + new string('1', 100_000) + "\" };" },
        { "many errors", string.Concat(Enumerable.Repeat("permit(x);", 50_000)) },
        { "odd characters", string.Concat(Enumerable.Repeat("\u0000\uFFFF#", 50_000)) },
        { "too long", new string(' ', CedarLimits.TextLength + 1) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Hostile_text_ends_in_few_errors(string name, string text)
    {
        Assert.False(PolicySet.TryParse(text, name, out _, out var found));
        Assert.InRange(found.Count, 1, CedarLimits.Diagnostics);
        Assert.False(CedarSchema.TryParse(text, name, out _, out found));
        Assert.InRange(found.Count, 1, CedarLimits.Diagnostics);
    }

    [Fact]
    public void Nested_tests_that_repeat_their_target_do_not_grow_without_bound()
    {
        var text = "principal";
        for (var i = 0; i < 100; i++)
        {
            text = $"({text} is User in User::\"a\")";
        }

        Assert.False(PolicySet.TryParse(Head + text + " };", null, out _, out var found));
        Assert.Equal("expression-too-large", found[0].Code);
    }

    [Fact]
    public void The_deepest_expression_that_is_read_can_be_validated_and_evaluated_on_a_small_stack()
    {
        var chain = string.Concat(Enumerable.Repeat("1 + ", CedarLimits.ExpressionDepth - 3)) + "1 == 0";
        var nested = new string('(', CedarLimits.Nesting - 2) + "true" + new string(')', CedarLimits.Nesting - 2);
        var text = $"{Head}{chain} || {nested} }};";
        Exception? failure = null;
        var outcomes = new PolicyOutcome[1];
        var thread = new Thread(
            () => failure = Record.Exception(() =>
            {
                var policies = PolicySet.Parse(text);
                Validator.Validate(policies, CedarSchema.Parse(Schema));
                var user = new EntityUid("User", "u");
                CompiledPolicySet.Compile(policies).EvaluateAll(new CedarRequest(user, new EntityUid("Action", "a"), user, CedarRecord.Empty), outcomes);
            }),
            maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
        Assert.True(outcomes[0].IsSatisfied);
    }

    [Fact]
    public void Deep_types_and_long_alias_chains_in_a_schema_are_refused()
    {
        var deep = "type T = " + string.Concat(Enumerable.Repeat("Set<", 100_000)) + "Long";
        Assert.False(CedarSchema.TryParse(deep, null, out _, out var found));
        Assert.Equal("nested-too-deep", found[0].Code);

        var aliases = new StringBuilder("type T0 = Long;");
        for (var i = 5_000; i > 0; i--)
        {
            aliases.Append(System.Globalization.CultureInfo.InvariantCulture, $"type T{i} = T{i - 1};");
        }

        Assert.False(CedarSchema.TryParse(aliases.ToString(), null, out _, out found));
        Assert.Equal("cyclic-type", found[0].Code);
    }

    [Fact]
    public void A_schema_with_too_many_combinations_is_refused_instead_of_validated_for_hours()
    {
        var names = string.Join(", ", Enumerable.Range(0, 300).Select(i => $"E{i}"));
        var schema = CedarSchema.Parse($"entity {names}; action a appliesTo {{ principal: [{names}], resource: [{names}] }};");
        var found = Validator.Validate(PolicySet.Parse("permit(principal, action, resource);"), schema);
        Assert.Equal("too-many-environments", Assert.Single(found).Code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"id\":\"a\"}},{\"uid\":{\"type\":\"T\",\"id\":\"a\"}}]")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"type\":\"U\",\"id\":\"a\"}}]")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"id\":\"a\"},\"attrs\":{\"x\":1.5}}]")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"id\":\"a\"},\"attrs\":{\"x\":null}}]")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"id\":\"\\ud800\"}}]")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"id\":\"a\"},\"parents\":[{\"type\":\"T\",\"id\":\"a\"}]}]")]
    [InlineData("[{\"uid\":{\"type\":\"T\",\"id\":\"a\"},\"attrs\":{\"x\":{\"__extn\":{\"fn\":\"ip\",\"arg\":\"no\"}}}}]")]
    public void Faulty_entities_are_refused(string json) => Assert.Throws<CedarParseException>(() => EntityStore.Parse(json));

    [Fact]
    public void Deep_json_is_refused() =>
        Assert.Throws<CedarParseException>(() => CedarRecord.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
}
