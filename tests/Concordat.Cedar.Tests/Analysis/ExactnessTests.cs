using Concordat.Cedar.Analysis;
using Concordat.Cedar.Tests.Analysis.Smt;

namespace Concordat.Cedar.Tests.Analysis;

/// <summary>Claims that an analysis of atoms alone would get wrong.</summary>
public sealed class ExactnessTests
{
    private static readonly PolicyAnalyzer Analyzer = new(CrossCheck.Schema);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a text starts and ends with a letter", """context.purpose like "a*" && context.purpose like "*b" && !(context.purpose like "a*b")""")]
    [InlineData("one pattern holds another", """context.organisation like "*(NSA)*" && !(context.organisation like "*NSA*")""")]
    [InlineData("two starts exclude each other", """context.purpose like "ab*" && context.purpose like "ac*" """)]
    [InlineData("a named text fits a pattern or not", """context.purpose == "abc" && !(context.purpose like "a*c")""")]
    [InlineData("what fits both patterns but not the third is one named text", """context.purpose like "a*" && context.purpose like "*a" && !(context.purpose like "a*a") && context.purpose != "a" """)]
    [InlineData("every text fits a wildcard", """!(context.purpose like "**")""")]
    [InlineData("texts are one or another", """context.purpose == "a" && context.purpose == "b" """)]
    [InlineData("a number lies between two neighbours", "context.count > 3 && context.count < 4")]
    [InlineData("no number is below the lowest", "context.count < -9223372036854775808")]
    [InlineData("an empty set contains nothing", """context.kinds.isEmpty() && context.kinds.contains("email")""")]
    [InlineData("an equal set has all elements", """context.kinds == ["email", "phone"] && !context.kinds.containsAll(["phone"])""")]
    [InlineData("an equal set has no others", """context.kinds == ["email"] && context.kinds.containsAny(["phone", "plate"])""")]
    [InlineData("within two sets without a common element is empty", """["email"].containsAll(context.kinds) && ["phone"].containsAll(context.kinds) && !context.kinds.isEmpty()""")]
    [InlineData("there are only two booleans", "!context.truths.contains(true) && !context.truths.contains(false) && !context.truths.isEmpty()")]
    [InlineData("there are only three colours", """context.colour != Colour::"red" && context.colour != Colour::"green" && context.colour != Colour::"blue" """)]
    [InlineData("sets of colours have only colours", """!([Colour::"red", Colour::"green", Colour::"blue"].containsAll(context.colours))""")]
    [InlineData("an absent attribute is an error, not false", "!(context has rank) && context.rank > 3 || !(context has rank) && !(context.rank > 3)")]
    [InlineData("an attribute of an entity that does not exist is an error", "!(principal has level) && principal.level > 3")]
    [InlineData("an entity that does not exist stands below nothing", """!(principal has level) && principal in Team::"t1" """)]
    [InlineData("a boolean equals its tests", "context.urgent == (context.count > 3) && context.urgent && context.count <= 3")]
    public void What_cannot_be_is_never_allowed(string because, string condition) =>
        Assert.True(Analyzer.AlwaysDenies(PolicySet.Parse($"permit (principal, action, resource) when {{ {condition} }};"), Cancel).Holds, because);

    [Theory]
    [InlineData("""context.organisation like "*a*a*" && !(context.organisation like "*aa*") && context.organisation like "*b" """)]
    [InlineData("""context.purpose like "a*" && context.purpose like "*a" && !(context.purpose like "a*a")""")]
    [InlineData("""context.purpose like "*ab*" && context.purpose like "*ba*" && !(context.purpose like "*aba*") && !(context.purpose like "*bab*")""")]
    [InlineData("""context.purpose like "*\*x" && context.purpose != "*x" """)]
    [InlineData("""!(context.purpose like "*other*") && !(context.purpose like "x*") && context.purpose != "" """)]
    [InlineData("context.count == 9223372036854775807 || context.count < -9223372036854775807")]
    [InlineData("""["email"].containsAll(context.kinds) && !context.kinds.contains("email")""")]
    [InlineData("""!(["email", "phone"].containsAll(context.kinds)) && !context.kinds.containsAny(["email", "phone", "plate"])""")]
    [InlineData("context has deep && !(context.deep has name) && context.deep.n == -5")]
    [InlineData("""principal in Group::"g" && !(principal in Team::"t1") && principal != User::"u" """)]
    [InlineData("""context has owner && context.owner != Team::"t1" && context.owner != Team::"other" """)]
    [InlineData("""resource in Folder::"f" && resource == Folder::"f" """)]
    [InlineData("""[1, 2, 3].contains(context.count) && ![1, 2].contains(context.count)""")]
    public void What_can_be_is_shown_by_a_request(string condition)
    {
        // The analysis evaluates the request itself before it answers; here it is evaluated once more.
        var policies = PolicySet.Parse($"permit (principal, action, resource) when {{ {condition} }};");
        var answer = Analyzer.AlwaysDenies(policies, Cancel);

        Assert.False(answer.Holds);
        Assert.Equal(Decision.Allow, CompiledPolicySet.Compile(policies, CrossCheck.Schema).Evaluate(answer.Witness.Request, answer.Witness.Entities).Decision);
    }

    [Fact]
    public void A_forbid_that_errs_is_skipped_and_that_is_found()
    {
        var policies = PolicySet.Parse("permit (principal, action, resource); forbid (principal, action, resource) when { context.rank > 3 };");

        var answer = Analyzer.NeverAllows(policies, RequestCondition.Parse("!(context has rank)"), Cancel);

        Assert.False(answer.Holds);
        Assert.True(answer.Witness.Request.Context["rank"].IsNone);
        Assert.True(Analyzer.Never(policies, OutcomeRules.CedarWithoutErrors, decision => decision == Decision.Allow, RequestCondition.Parse("!(context has rank)"), Cancel).Holds);
    }

    [Fact]
    public void An_ancestor_that_only_others_can_reach_is_reached_through_them()
    {
        var policies = PolicySet.Parse("""permit (principal in Group::"g", action, resource);""");

        var witness = Analyzer.AlwaysDenies(policies, Cancel).Witness!;

        Assert.Contains(witness.Entities.Entities, entity => entity.Uid.Type == "Team" && entity.Parents.Contains(new EntityUid("Group", "g")));
    }
}
