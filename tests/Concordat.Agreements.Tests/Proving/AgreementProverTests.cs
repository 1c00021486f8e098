using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Proving;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests.Proving;

public sealed class AgreementProverTests
{
    [Fact]
    public void The_shipped_agreement_is_proven_without_any_finding()
    {
        var report = Prove(BaseFolder.Source);

        Assert.True(report.IsProven);
        Assert.Empty(report.Findings);
        Assert.Equal(BaseFolder.Model.Clauses.Where(clause => clause.RedLine), report.RedLines.Select(line => line.Clause), ByNumber);
        Assert.True(Prove(BaseAgreement.Source).IsProven);
    }

    [Fact]
    public void The_agreement_before_March_2026_is_not()
    {
        var report = Prove(Amendment.BeforeMarch);

        Assert.False(report.IsProven);
        Assert.Equal(["2.1", "2.2"], report.Open.Select(line => line.Clause.Id.ToString()));
        Assert.All(report.Open, line => Assert.Equal(Outcome.Permitted, line.Opening!.Outcome));
        Assert.All(report.Open, line => Assert.Contains(line.Opening!.Example.Facts, fact => fact.Words == "kinds of data source: commercially-acquired"));
    }

    // Each way around a red line that somebody might try, and what the example must then show.
    [Theory]
    [InlineData("3.1", "context.useCase.functions.contains(\"weapons-evaluation\")")]
    [InlineData("3.1", "context.useCase.humanDecider")]
    [InlineData("3.1", "context.tool.name == \"drop_leaflets\"")]
    [InlineData("4.1", "context.useCase.readiness == \"general\"")]
    [InlineData("4.2", "context.useCase.functions.contains(\"research\")")]
    [InlineData("4.4", "context.useCase.humanDecider")]
    [InlineData("2.1", "context.useCase.purpose == \"pattern-of-life\"")]
    [InlineData("2.1", "context.sources.declared && [\"operational\"].containsAll(context.sources.kinds)")]
    [InlineData("2.8", "context.persons.presumedUs < 5")]
    [InlineData("2.11", "context.useCase.organisation like \"*(NSA)*\"")]
    [InlineData("5.1", "context.useCase.authorities.contains(\"eo-12333\")")]
    [InlineData("7.1", "context.label.rank < 5")]
    public void An_exception_without_the_act_that_the_red_line_names_opens_it(string clause, string exception)
    {
        var source = Amendment.WithException(clause, exception);

        var line = Prove(source).Open.First();

        Assert.Equal(clause, line.Clause.Id.ToString());
        Assert.NotEqual(0, line.Opening!.ExceptionLine);
        Assert.Contains($"unless {{ {exception} }}", source.Clauses.Split('\n')[line.Opening.ExceptionLine - 1], StringComparison.Ordinal);
        Assert.Equal(line.Opening.Outcome, Outcomes.Of(Decider(source).Decide(line.Opening.Example.Request)));
        Assert.NotEqual(Outcome.Refused, line.Opening.Outcome);
    }

    [Theory]
    [InlineData("2.1", "context.useCase.humanDecider && context.useCase.functions.contains(\"research\")")]
    [InlineData("2.5", "context.sources.declared && [\"compulsory-process\"].containsAll(context.sources.kinds) && context.useCase.humanDecider")]
    [InlineData("3.1", "context.tool.authorized")]
    [InlineData("3.2", "context.useCase.functions.containsAll([\"fires\", \"research\"])")]
    public void An_exception_with_the_act_that_it_names_does_not(string clause, string exception) =>
        Assert.True(Prove(Amendment.WithException(clause, exception)).IsProven);

    [Fact]
    public void A_red_line_that_holds_only_together_with_another_clause_opens_when_that_clause_changes()
    {
        // 2.2 leaves support work to 2.3, which looks at no more than 25 persons because 2.1 refuses the rest.
        var source = Amendment.Of("2.1", "context.persons.presumedUs > 25", "context.persons.presumedUs > 50");

        var line = Assert.Single(Prove(source).Open);

        Assert.Equal("2.2", line.Clause.Id.ToString());
        Assert.Contains(line.Opening!.Example.Facts, fact => fact.Words == "presumed U.S. persons in the text: 26");
        Assert.True(Prove(Amendment.Of(source, "2.3", "context.persons.presumedUs <= 25", "context.persons.presumedUs <= 50")).IsProven);
    }

    [Fact]
    public void A_comment_before_a_condition_hides_nothing_from_the_proof()
    {
        var source = Amendment.WithException("3.1", "context.useCase.humanDecider");
        source = Amendment.Of(source, "3.1", "resource)\n", "resource) // as agreed\n");
        source = Amendment.Of(source, "3.1", "!context.tool.authorized }", "!context.tool.authorized // as agreed\n}");

        Assert.Equal("3.1", Assert.Single(Prove(source).Open).Clause.Id.ToString());
    }

    [Fact]
    public void Naming_less_than_opens_it_is_not_proven()
    {
        var line = Assert.Single(Prove(Amendment.Of("2.6", "consent, court-order, own-records, foreign-sources", "consent, court-order, foreign-sources")).Open);

        Assert.Equal("2.6", line.Clause.Id.ToString());
    }

    [Fact]
    public void A_milder_remedy_of_a_clause_to_which_an_exception_leads_opens_the_red_line()
    {
        var source = Amendment.Of("2.7", "@remedy(\"ruling\")", "@remedy(\"mask\")");

        var line = Assert.Single(Prove(source).Open);

        Assert.Equal(("2.5", Outcome.HeldForMasking), (line.Clause.Id.ToString(), line.Opening!.Outcome));
    }

    [Fact]
    public void An_act_that_the_facts_cannot_show_proves_nothing()
    {
        // Without the fact an act would never be seen as done, and a proof over it would say nothing.
        var source = Amendment.Of("3.2", "@opens(\"fires-registration\")", "@opens(\"express-authority\")") with
        {
            Schema = BaseFolder.Source.Schema.Replace("    authorities: Set<String>,", "", StringComparison.Ordinal),
        };
        source = Amendment.Of(source, "5.1", "unless { context.useCase.authorities.contains(\"express-authorization\") }", "");
        source = Amendment.Of(source, "5.1", "@opens(\"express-authority\")\n", "");

        var report = Prove(source);

        Assert.False(report.IsProven);
        Assert.Equal(AgreementCodes.NotProvable, Assert.Single(report.Open).Problem!.Code);
    }

    [Theory]
    [InlineData("6.7", "when { context.content.hidden }", "when { context.content.hidden && !context.content.hidden }", AgreementCodes.ClauseDead)]
    [InlineData("6.7", "when { context.content.hidden }", "when { context.persons.us > 9 && context.persons.us < 5 }", AgreementCodes.ClauseDead)]
    [InlineData("6.7", "when { context.content.hidden }", "when { context.label.aboveNetwork && context.content.hidden }", AgreementCodes.ClauseShadowed)]
    public void A_clause_that_does_nothing_is_a_finding(string clause, string from, string to, string code)
    {
        var report = Prove(Amendment.Of(clause, from, to));

        var found = Assert.Single(report.Findings);
        Assert.Equal((code, clause, false), (found.Code, found.Clause, found.IsError));
        Assert.True(report.IsProven);
        Assert.Equal(code is AgreementCodes.ClauseShadowed, found.Message.Contains("`7.1` (Nothing above the network's ceiling)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clause_that_holds_whatever_the_facts_are_is_a_finding_and_so_are_those_that_it_leaves_idle()
    {
        var report = Prove(Amendment.Of("6.7", "when { context.content.hidden }", "when { context.content.hidden || !context.content.hidden }"));

        Assert.Equal("6.7", Assert.Single(report.Findings, each => each.Code is AgreementCodes.ClauseVacuous).Clause);
        Assert.True(report.Findings.Count(each => each.Code is AgreementCodes.ClauseShadowed) > 10);
    }

    [Fact]
    public void A_red_line_that_never_holds_is_not_proven()
    {
        var report = Prove(Amendment.Of("7.1", "when { context.label.aboveNetwork }", "when { context.label.aboveNetwork && !context.label.aboveNetwork }"));

        Assert.False(report.IsProven);
        Assert.Equal((AgreementCodes.ClauseDead, true), (report.Findings[0].Code, report.Findings[0].IsError));
    }

    [Fact]
    public void An_agreement_that_cannot_be_read_is_not_proven() =>
        Assert.False(Prove(BaseFolder.WithClauses("when { context.content.hidden };", "when { context.content.hidden ")).IsProven);

    private static ProofReport Prove(AgreementSource source) => AgreementProver.Prove(source, TestContext.Current.CancellationToken);

    private static Decider Decider(AgreementSource source) => new(AgreementLint.Compile(source, new DiagnosticList())!);

    private static bool ByNumber(Clause left, Clause right) => left.Id == right.Id;
}
