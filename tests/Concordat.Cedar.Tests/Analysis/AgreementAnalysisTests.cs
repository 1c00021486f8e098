using System.Globalization;
using System.Text;
using Concordat.Cedar.Analysis;
using Concordat.Cedar.Tests.Analysis.Smt;

namespace Concordat.Cedar.Tests.Analysis;

/// <summary>The analysis on policies of the size and shape of an agreement.</summary>
public sealed class AgreementAnalysisTests
{
    // Nodes are the same on every machine, unlike time. Half a million take well below a second.
    private static readonly AnalysisOptions Modest = new() { MaxNodes = 500_000 };

    private static readonly CedarSchema Schema = CedarSchema.Parse(Read("facts.cedarschema"));
    private static readonly string Text = Read("clauses.cedar");
    private static readonly PolicySet Base = PolicySet.Parse(Text, "clauses.cedar");

    // Agreements name the remedy of each clause; refusal outweighs holding.
    private static readonly OutcomeRule<string> Remedies = OutcomeRules.Fold<(bool Permitted, bool Held, bool Refused), string>(
        default,
        (state, policy, kind) => kind == PolicyOutcomeKind.NotSatisfied || state.Refused ? state
            : kind == PolicyOutcomeKind.Error || (policy.Effect == Effect.Forbid && policy.Annotations["remedy"] == "refuse") ? (false, false, true)
            : policy.Effect == Effect.Permit ? state with { Permitted = true } : state with { Held = true },
        state => state.Refused || !state.Permitted ? "refuse" : state.Held ? "hold" : "permit");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_base_agreement_is_inside_the_subset() => Assert.Empty(new PolicyAnalyzer(Schema).Refusals(Base));

    [Fact]
    public void A_raised_ceiling_reads_like_the_clause_with_its_exceptions()
    {
        var amended = PolicySet.Parse(Text.Replace("presumedUs > 25 }", "presumedUs > 50 }", StringComparison.Ordinal), "clauses.cedar");

        var diff = new PolicyAnalyzer(Schema, Modest).Diff(Base, amended, Cancel);

        var region = Assert.Single(diff.Regions);
        Assert.Equal(
            "Deny -> Allow: persons.presumedUs in 26..50; but not: useCase.functions with any of [\"counterintelligence\", \"foreign-intelligence\"], "
            + "sources.declared, sources.kinds within [\"foreign-intelligence\"], sources.usPersonData == \"no\", persons.us == 0; but not: "
            + "useCase.functions within [\"benefits\", \"logistics\", \"maintenance\", \"medical\", \"personnel\", \"software\", \"translation\"] and "
            + "useCase.functions with any of [\"benefits\", \"medical\", \"personnel\"], useCase.humanDecider, sources.declared, "
            + "sources.kinds within [\"consented\", \"operational\"]",
            region.ToString());
        Assert.Equal(3, region.Environments.Length);
    }

    [Fact]
    public void A_remedy_that_changes_is_a_difference_even_where_everything_stays_denied()
    {
        var at = Text.IndexOf("@clause(\"6.4\")", StringComparison.Ordinal);
        var amended = PolicySet.Parse(Text[..at] + Text[at..].Replace("@remedy(\"ruling\")\n@because(\"the content has an image", "@remedy(\"refuse\")\n@because(\"the content has an image", StringComparison.Ordinal));
        var analyzer = new PolicyAnalyzer(Schema, Modest);

        Assert.True(analyzer.Equivalent(Base, amended, Cancel).Holds);
        var region = Assert.Single(analyzer.Diff(Base, amended, Remedies, Cancel).Regions);
        Assert.Equal("hold -> refuse: content.uninspectable with \"image\"", region.ToString());
    }

    [Fact]
    public void Each_red_line_of_the_base_agreement_holds_whatever_the_other_clauses_say()
    {
        var analyzer = new PolicyAnalyzer(Schema, Modest);
        foreach (var clause in Base.Policies.Where(policy => policy.Annotations.ContainsKey("redline")))
        {
            Assert.True(analyzer.NeverAllows(Base, clause, Cancel).Holds, clause.Annotations["clause"]);
        }
    }

    [Fact]
    public void No_clause_of_the_base_agreement_is_dead_or_can_err()
    {
        var findings = new PolicyAnalyzer(Schema, new AnalysisOptions { MaxNodes = 4_000_000 }).Findings(Base, Remedies, Cancel);

        Assert.DoesNotContain(findings, finding => finding.Kind is PolicyFindingKind.Dead or PolicyFindingKind.CanErr or PolicyFindingKind.Vacuous);
    }

    [Fact]
    public void Sixty_clauses_are_compared_within_a_modest_budget()
    {
        var text = Sixty();
        var (a, b) = (PolicySet.Parse(text), PolicySet.Parse(text.Replace("persons.presumedUs > 100", "persons.presumedUs > 125", StringComparison.Ordinal)));
        var analyzer = new PolicyAnalyzer(Schema, Modest);

        Assert.True(analyzer.Equivalent(a, PolicySet.Of(a.Policies.Reverse()), Cancel).Holds);
        Assert.False(analyzer.Equivalent(a, b, Cancel).Holds);
        Assert.All(analyzer.Diff(a, b, Cancel).Regions, region => Assert.Contains("persons.presumedUs in 101..125", region.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Dead_vacuous_shadowed_and_erring_policies_are_found()
    {
        var policies = PolicySet.Parse("""
            @id("wide") permit (principal, action, resource) when { context.count > 3 };
            @id("narrow") permit (principal, action, resource) when { context.count > 5 && context.urgent };
            @id("dead") permit (principal, action, resource) when { context.count > 5 && context.count < 4 };
            @id("vacuous") forbid (principal == User::"u", action, resource) when { context.urgent || !context.urgent };
            @id("errs") forbid (principal, action == Action::"read", resource) when { context.rank > 3 };
            """);

        var findings = new PolicyAnalyzer(CrossCheck.Schema).Findings(policies, Cancel)
            .Select(finding => $"{finding.Policy.Id} {finding.Kind} {string.Join(',', finding.By.Select(by => by.Id))}".TrimEnd());

        // `manage` has no required count, so what reads it unguarded errs there.
        Assert.Equal(
            ["wide CanErr", "narrow CanErr", "narrow Shadowed wide", "dead CanErr", "dead Dead", "vacuous Vacuous", "errs CanErr"],
            findings);
    }

    [Fact]
    public void The_parts_of_a_clause_can_be_asked_about_by_themselves()
    {
        var clause = Base.Policies.Single(policy => policy.Annotations["clause"] == "2.1");
        var whatever = PolicyParts.Of(clause, "2.1 without its exceptions", [.. clause.Conditions.Where(condition => !condition.IsUnless)]);

        var answer = new PolicyAnalyzer(Schema, Modest).NeverAllows(Base, whatever, Cancel);

        Assert.False(answer.Holds);
        Assert.Equal(["persons.presumedUs >= 26"], answer.Witness.Reasons);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "base", file));

    // Like the base agreement, only more: each clause joins a few of the same facts.
    private static string Sixty()
    {
        string[] functions = ["fires", "medical", "logistics", "research", "personnel", "law-enforcement"];
        string[] kinds = ["operational", "consented", "unknown", "commercially-acquired"];
        string[] topics = ["surveillance", "tracking", "force", "highStakes"];
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                {{(i % 6 == 5 ? "permit" : "forbid")}} (principal, action, resource)
                when { context.persons.presumedUs > {{(1 + (i % 8)) * 25}} && context.topics.{{topics[i % 4]}} >= {{40 + (i % 3 * 15)}} && context.useCase.functions.contains("{{functions[i * 5 % 6]}}") }
                unless { context.sources.kinds.contains("{{kinds[i * 3 % 4]}}") && context.deployment.hosting == "{{(i % 3 == 0 ? "cloud" : "edge")}}" };

                """);
        }

        return text.ToString();
    }
}
