using Concordat.Cedar.Analysis;

namespace Concordat.Cedar.Tests.Analysis;

public sealed class PolicyAnalyzerTests
{
    private const string SchemaText = """
        namespace Concordat {
          entity UseCase, Model, Tool;
          type Persons = { usDistinct: Long, kinds: Set<String>, place?: String };
          type Facts = { purpose: String, persons: Persons, tool: { effect: String, authorized: Bool }, "two words"?: { deep?: Long } };
          action request, answer appliesTo { principal: UseCase, resource: Model, context: Facts };
          action toolCall appliesTo { principal: UseCase, resource: Tool, context: Facts };
        }
        """;

    private static readonly CedarSchema Schema = CedarSchema.Parse(SchemaText);
    private static readonly PolicyAnalyzer Analyzer = new(Schema);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_moved_threshold_is_told_as_a_region_with_a_request_that_shows_it()
    {
        const string before = """
            permit (principal, action, resource);
            forbid (principal, action, resource) when { context.purpose == "pattern-of-life" && context.persons.usDistinct > 25 };
            """;
        var diff = Analyzer.Diff(Parse(before), Parse(before.Replace("> 25", "> 49", StringComparison.Ordinal)), Cancel);

        var region = Assert.Single(diff.Regions);
        Assert.Equal("Deny -> Allow: purpose == \"pattern-of-life\", persons.usDistinct in 26..49", region.ToString());
        Assert.Equal(3, region.Environments.Length);
        Assert.True(region.HasUnchanged);
        Assert.Equal("pattern-of-life", region.Witness.Request.Context["purpose"].AsString);
        Assert.InRange(region.Witness.Request.Context["persons"].AsRecord["usDistinct"].AsLong, 26, 49);
    }

    [Fact]
    public void Policies_in_another_order_and_form_are_equivalent()
    {
        var a = Parse("""
            permit (principal, action, resource) when { context.persons.usDistinct >= 3 && context.tool.authorized };
            forbid (principal, action, resource) when { ["email", "phone"].containsAll(context.persons.kinds) };
            """);
        var b = Parse("""
            forbid (principal, action, resource) unless { !(["phone", "email"].containsAll(context.persons.kinds)) };
            permit (principal, action, resource) when { if context.tool.authorized then !(context.persons.usDistinct < 3) else false };
            """);

        Assert.True(Analyzer.Equivalent(a, b, Cancel).Holds);
        Assert.True(Analyzer.Subsumes(a, b, Cancel).Holds);
        Assert.True(Analyzer.Diff(a, b, Cancel).IsEmpty);
    }

    [Fact]
    public void A_red_line_that_an_unless_opens_is_found()
    {
        var policies = Parse("""
            permit (principal, action, resource);
            forbid (principal, action, resource) when { context.tool.effect == "force" } unless { context.purpose like "train*" };
            """);
        var force = RequestCondition.Parse("""context.tool.effect == "force" && !context.tool.authorized""");

        var answer = Analyzer.NeverAllows(policies, force, Cancel);

        Assert.False(answer.Holds);
        Assert.Equal("train", answer.Witness.Request.Context["purpose"].AsString);
        Assert.False(Analyzer.AlwaysDenies(policies, Cancel).Holds);
        Assert.True(Analyzer.NeverAllows(policies, RequestCondition.Parse("""context.tool.effect == "force" && context.purpose == "war" """), Cancel).Holds);
    }

    [Fact]
    public void What_cannot_be_analysed_is_refused_with_its_place()
    {
        var policies = Parse("permit (principal, action, resource)\nwhen { context.persons.usDistinct + 1 > 3 };");

        var refused = Assert.Throws<AnalysisRefusedException>(() => Analyzer.AlwaysDenies(policies, Cancel));

        Assert.Equal("clauses.cedar:2:8: policy `policy0` calculates with a fact; only facts themselves can be compared with constants", refused.Message);
        Assert.Equal(refused.Diagnostics, Analyzer.Refusals(policies));
    }

    private static PolicySet Parse(string text) => PolicySet.Parse(text, "clauses.cedar");
}
