using Concordat.Cedar.Analysis;

namespace Concordat.Cedar.Tests.Analysis;

public sealed class RefusalTests
{
    private const string SchemaText = """
        entity Team in [Team] = { size: Long };
        entity User in [Team] = { age: Long, boss?: User, team?: Team } tags String;
        type Facts = {
          a: Long, b: Long, from: ipaddr, at: datetime, owner: User, shape: { x: Long }, nested: Set<Set<String>>, words: Set<String>, word: String,
          teams: Set<Team>
        };
        action join, leave appliesTo { principal: User, resource: Team, context: Facts };
        """;

    private static readonly CedarSchema Schema = CedarSchema.Parse(SchemaText);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("context.a + 1 > 3", "9: policy `policy0` calculates with a fact")]
    [InlineData("-context.a > 3", "9: policy `policy0` calculates with a fact")]
    [InlineData("context.a > context.b", "9: policy `policy0` compares a fact with another fact")]
    [InlineData("context.words.contains(context.word)", "9: policy `policy0` compares a fact with another fact")]
    [InlineData("true && principal == context.owner", "17: policy `policy0` compares a fact with another fact")]
    [InlineData("context.from.isLoopback()", "9: policy `policy0` calls `isLoopback` on a fact")]
    [InlineData("context.at < datetime(\"2027-01-01\")", "9: policy `policy0` compares `context.at`, which is a datetime")]
    [InlineData("context.owner.age > 3", "9: policy `policy0` reads an attribute of the entity that `context.owner` refers to")]
    [InlineData("principal has boss && principal.boss.age > 3", "31: policy `policy0` reads an attribute of the entity that `principal.boss` refers to")]
    [InlineData("context.owner in Team::\"t\"", "9: policy `policy0` asks what the entity that `context.owner` refers to stands below")]
    [InlineData("principal in context.teams", "9: policy `policy0` asks what stands below an entity that a fact names")]
    [InlineData("User::\"u\" in Team::\"t\"", "9: policy `policy0` asks whether one constant entity stands below another")]
    [InlineData("principal.hasTag(\"x\")", "9: policy `policy0` reads a tag")]
    [InlineData("context.shape == {x: 1}", "9: policy `policy0` compares `context.shape` as a whole")]
    [InlineData("context.nested.isEmpty()", "9: policy `policy0` asks about the elements of `context.nested`")]
    [InlineData("(if context.a > 3 then 1 else 2) == 1", "10: policy `policy0` compares a value that a conditional chooses")]
    [InlineData("[context.word].contains(\"x\")", "9: policy `policy0` builds a value from facts")]
    public void What_is_outside_the_subset_is_refused_with_policy_place_and_reason(string condition, string message)
    {
        var policies = PolicySet.Parse($"permit (principal, action, resource)\n when {{ {condition} }};", "clauses.cedar");

        var refused = Assert.Throws<AnalysisRefusedException>(() => new PolicyAnalyzer(Schema).AlwaysDenies(policies, Cancel));

        var finding = Assert.Single(refused.Diagnostics);
        Assert.Equal(AnalysisRefusedException.SubsetCode, finding.Code);
        Assert.Equal("policy0", finding.PolicyId);
        Assert.StartsWith("clauses.cedar:2:" + message, finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_request_of_any_kind_reaches_needs_no_analysis()
    {
        var policies = PolicySet.Parse("""permit (principal, action, resource) when { resource is User && context.a > context.b || context.a == 3 };""");

        Assert.Empty(new PolicyAnalyzer(Schema).Refusals(policies));
    }

    [Fact]
    public void Data_of_principal_and_resource_that_may_be_one_entity_is_refused()
    {
        var schema = CedarSchema.Parse("entity User = { age: Long }; action greet appliesTo { principal: User, resource: User };");
        var policies = PolicySet.Parse("permit (principal, action, resource) when { principal.age > 3 }; forbid (principal, action, resource) when { resource.age < 3 };");

        var refused = Assert.Throws<AnalysisRefusedException>(() => new PolicyAnalyzer(schema).AlwaysDenies(policies, Cancel));

        Assert.Contains("can be the same entity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_refused_place_is_told_once()
    {
        var policies = PolicySet.Parse("permit (principal, action, resource) when { context.a + 1 > 3 }; forbid (principal, action, resource) when { context.a > context.b };");

        Assert.Equal(2, new PolicyAnalyzer(Schema).Refusals(policies).Count);
    }

    [Fact]
    public void A_condition_outside_the_subset_is_refused_at_its_own_place()
    {
        var condition = RequestCondition.Parse("context.a > 3 &&\n  context.a > context.b");

        var refused = Assert.Throws<AnalysisRefusedException>(() => new PolicyAnalyzer(Schema).NeverAllows(PolicySet.Parse(""), condition, Cancel));

        Assert.StartsWith("condition:2:3: policy `condition` compares", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true }; permit (principal, action, resource) when { true")]
    [InlineData("context.a >")]
    [InlineData("")]
    public void A_condition_is_one_expression(string text) => Assert.Throws<CedarParseException>(() => RequestCondition.Parse(text));

    [Fact]
    public void Past_a_limit_nothing_is_answered()
    {
        // Sixteen pairs that must agree, tested in an order that keeps all of them open.
        var words = string.Join(" && ", Enumerable.Range(0, 16).Select(i => $"(context.words.contains(\"a{i}\") == context.words.contains(\"b{i}\"))"));
        var policies = PolicySet.Parse($"permit (principal, action, resource) when {{ {words} }};");

        var nodes = Assert.Throws<AnalysisRefusedException>(() => Analyze(new AnalysisOptions { MaxNodes = 10_000 }));
        Assert.Equal("the proof needs more than 10000 nodes (compare fewer policies at once, or raise the limit in the options)", nodes.Message);

        var variables = Assert.Throws<AnalysisRefusedException>(() => Analyze(new AnalysisOptions { MaxVariables = 20 }));
        Assert.Equal(AnalysisRefusedException.LimitCode, Assert.Single(variables.Diagnostics).Code);

        var time = Assert.Throws<AnalysisRefusedException>(() => Analyze(new AnalysisOptions { MaxTime = TimeSpan.FromSeconds(3), Time = new HurriedClock() }));
        Assert.StartsWith("the proof needs more than 3 seconds", time.Message, StringComparison.Ordinal);

        AnalysisAnswer Analyze(AnalysisOptions options) => new PolicyAnalyzer(Schema, options).AlwaysDenies(policies, Cancel);
    }

    [Fact]
    public void A_proof_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var words = string.Join(" && ", Enumerable.Range(0, 16).Select(i => $"(context.words.contains(\"a{i}\") == context.words.contains(\"b{i}\"))"));
        var policies = PolicySet.Parse($"permit (principal, action, resource) when {{ {words} }};");

        Assert.Throws<OperationCanceledException>(() => new PolicyAnalyzer(Schema).AlwaysDenies(policies, stop.Token));
    }

    // A second passes with every look.
    private sealed class HurriedClock : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _looks++;
    }
}
