using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests.Differing;

public sealed class AgreementDiffTests
{
    [Fact]
    public void An_agreement_does_not_differ_from_itself() => Assert.True(Compare(BaseFolder.Source).IsEmpty);

    [Fact]
    public void Comments_and_spacing_change_nothing()
    {
        var after = Amendment.Of("6.7", "when { context.content.hidden }", "// so that nothing is smuggled\nwhen   {\n  context.content.hidden\n}");

        Assert.True(Compare(after).IsEmpty);
    }

    [Fact]
    public void A_moved_ceiling_is_told_as_the_numbers_between()
    {
        var report = Compare(Amendment.Of("2.1", "context.persons.presumedUs > 25", "context.persons.presumedUs > 50"));

        var change = Assert.Single(report.Clauses);
        Assert.Equal((ChangeKind.Changed, "2.1", true), (change.Kind, change.Id.ToString(), change.OtherwiseAsBefore));
        Assert.Equal(["presumed U.S. persons in the text: 26 to 50"], Assert.Single(change.NoLongerHolds).Conditions);
        Assert.Empty(change.NewlyHolds);
        Assert.Equal(
            ["request newly held", "answer newly permitted", "toolCall newly permitted"],
            change.Effects.Select(effect => $"{effect.Action.Id} {effect.Words}"));
        Assert.Equal(["presumed U.S. persons in the text: 26"], change.Effects[1].Example.Facts.Select(fact => fact.Words));
    }

    [Fact]
    public void A_condition_written_otherwise_changes_no_verdict()
    {
        var report = Compare(Amendment.Of("2.1", "context.persons.presumedUs > 25", "!(context.persons.presumedUs <= 25)"));

        Assert.True(report.KeepsVerdicts);
        Assert.Empty(Assert.Single(report.Clauses).Effects);
    }

    [Fact]
    public void A_clause_that_others_outdo_changes_no_verdict()
    {
        var report = Compare(Amendment.Of("6.3", "[\"encrypted\", \"unknown\"]", "[\"encrypted\", \"unknown\", \"encrypted\"]"));

        Assert.True(report.KeepsVerdicts);
    }

    [Fact]
    public void A_struck_clause_tells_what_passes_now()
    {
        var change = Assert.Single(Compare(Amendment.Without("6.7")).Clauses);

        Assert.Equal(ChangeKind.Removed, change.Kind);
        Assert.Equal(["the text has characters that a reader cannot see: yes"], Assert.Single(change.NoLongerHolds).Conditions);
        Assert.Equal(3, change.Effects.Length);
        Assert.All(change.Effects, effect => Assert.Equal("newly permitted", effect.Words));
    }

    [Fact]
    public void Another_remedy_is_told_as_verdicts()
    {
        var change = Assert.Single(Compare(Amendment.Of("6.4", "@remedy(\"ruling\")", "@remedy(\"mask\")")).Clauses);

        Assert.Contains("remedy: ruling → mask", change.Details);
        Assert.All(change.Effects, effect => Assert.Equal((Outcome.HeldForRuling, Outcome.HeldForMasking, "held otherwise"), (effect.From, effect.To, effect.Words)));
        Assert.Equal(3, change.Effects.Length);
    }

    [Fact]
    public void A_narrower_permission_refuses_newly()
    {
        var change = Assert.Single(Compare(Amendment.Of("1.1", "[\"chat\", \"responses\", \"messages\", \"embeddings\", \"tools\"]", "[\"chat\", \"responses\", \"messages\", \"tools\"]")).Clauses);

        Assert.All(change.Effects, effect => Assert.Equal("newly refused", effect.Words));
        Assert.All(change.Effects, effect => Assert.Contains("operation called: embeddings", effect.Example.Facts.Select(fact => fact.Words)));
        Assert.NotEmpty(change.Effects);
    }

    [Fact]
    public void A_wider_scope_is_an_effect_at_the_new_moments_only()
    {
        var change = Assert.Single(Compare(Amendment.Of("2.10", "forbid (principal, action == Concordat::Action::\"request\", resource)", "forbid (principal, action, resource)")).Clauses);

        Assert.Equal(["answer", "toolCall"], change.Effects.Select(effect => effect.Action.Id));
        Assert.Contains(change.Details, detail => detail.StartsWith("scope: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_amendment_of_March_2026_closes_what_was_for_sale()
    {
        var report = Compare(Amendment.BeforeMarch, BaseFolder.Source);

        Assert.Equal(["2.1", "2.2", "2.5", "2.6", "2.7", "2.8", "2.9", "2.11", "5.2"], report.Clauses.Select(change => change.Id.ToString()));
        Assert.Equal(["5.2"], report.Clauses.Where(change => change.Effects.IsEmpty).Select(change => change.Id.ToString()));
        Assert.DoesNotContain(report.Clauses.SelectMany(change => change.Effects), effect => effect.To == Outcome.Permitted);
        Assert.Contains(report.Prose, change => change is { Kind: ChangeKind.Added, Name: "2.8 No look-ups in commercially acquired data" });
        Assert.Contains(report.Authorities, change => change.Name.Contains("8 U.S.C. 1101(a)(22)", StringComparison.Ordinal));
        Assert.Contains(report.Terms, change => change.Name == "version");
    }

    [Fact]
    public void Words_that_change_are_told_as_words()
    {
        var after = BaseFolder.WithProse("Persons are counted as keyed hashes.", "Persons are counted as hashes.") with
        {
            Metadata = BaseFolder.Source.Metadata with { Roles = ["department", "vendor", "inspector"], Terms = BaseFolder.Source.Metadata.Terms with { NoticeDays = 5 } },
            Authorities = [.. BaseFolder.Source.Authorities.Select(authority => authority.Id is "nspm-11" ? authority with { Status = "rescinded" } : authority)],
        };

        var report = Compare(after);

        Assert.True(report.KeepsVerdicts && !report.IsEmpty);
        Assert.Equal(["parties that must sign", "days of notice of an amendment", "who terminates together"], report.Terms.Select(change => change.Name));
        Assert.Equal(
            ["struck: Persons are counted as keyed hashes.", "put in: Persons are counted as hashes."], Assert.Single(report.Prose).Details);
        Assert.Equal(["status: in force → rescinded"], Assert.Single(report.Authorities).Details);
    }

    [Fact]
    public void A_fact_that_is_new_is_told_and_both_versions_still_compare()
    {
        var after = Amendment.Of("6.7", "context.content.hidden", "context.content.hidden && context.content.long") with
        {
            Schema = BaseFolder.Source.Schema.Replace("    hidden: Bool,", "    hidden: Bool,\n    long: Bool,", StringComparison.Ordinal),
        };

        var report = Compare(after);

        Assert.Equal("`content.long` (Bool)", Assert.Single(report.Facts).Name, ignoreCase: true);
        Assert.All(Assert.Single(report.Clauses).Effects, effect => Assert.Equal("newly permitted", effect.Words));
    }

    [Fact]
    public void Clauses_that_read_facts_of_which_each_version_has_its_own_cannot_be_compared()
    {
        var before = With("long");
        var after = With("short");

        var report = AgreementDiff.Compare(before, after, TestContext.Current.CancellationToken);

        Assert.Equal(AgreementCodes.NotComparable, Assert.Single(report.Problems).Code);

        static AgreementSource With(string fact) => Amendment.Of("6.7", "context.content.hidden", $"context.content.hidden && context.content.{fact}") with
        {
            Schema = BaseFolder.Source.Schema.Replace("    hidden: Bool,", $"    hidden: Bool,\n    {fact}: Bool,", StringComparison.Ordinal),
        };
    }

    [Fact]
    public void What_does_not_pass_the_lint_is_not_compared() =>
        Assert.False(Compare(BaseFolder.WithClauses("when { context.content.hidden };", "when { context.content.hiden };")).IsCompared);

    private static DiffReport Compare(AgreementSource after) => Compare(BaseFolder.Source, after);

    private static DiffReport Compare(AgreementSource before, AgreementSource after) => AgreementDiff.Compare(before, after, TestContext.Current.CancellationToken);
}
