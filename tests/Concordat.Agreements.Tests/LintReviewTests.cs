using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>What lint says about an agreement that could be carried out, and still should not be signed as it is.</summary>
public sealed class LintReviewTests
{
    private const string Hidden = "when { context.content.hidden };";

    [Fact]
    public void A_fact_that_no_safeguard_produces_is_an_error_at_its_place()
    {
        var source = BaseFolder.WithClauses(Hidden, "when { context.persons.minors > 0 };") with
        {
            Schema = BaseFolder.Source.Schema.Replace("    located: Bool,", "    located: Bool,\n    minors: Long,", StringComparison.Ordinal),
        };

        var found = Assert.Single(New(source));

        Assert.Equal((true, AgreementCodes.FactNotProduced, "6.7"), (found.IsError, found.Code, found.Clause));
        Assert.Contains("`persons.minors`", found.Message, StringComparison.Ordinal);
        Assert.True(found is { Line: > 0, Column: > 0 });
    }

    [Theory]
    [InlineData("10.20.0.0/16", true)]
    [InlineData("fd12:3456::/32", true)]
    [InlineData("10.20.0.0/33", false)]
    [InlineData("private", false)]
    public void An_address_that_the_terms_list_is_a_block(string block, bool good)
    {
        var source = BaseFolder.Source;
        source = source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Addresses = [block] } } };

        Assert.Equal(good ? [] : [AgreementCodes.Metadata], New(source).Select(each => each.Code));
    }

    [Theory]
    [InlineData(41, true)]
    [InlineData(70, true)]
    [InlineData(40, false)]
    [InlineData(71, false)]
    public void A_judge_clears_below_a_score_that_is_possible(int below, bool good)
    {
        var source = BaseFolder.Source;
        source = source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { JudgeClearsBelow = below } } };

        Assert.Equal(good ? [] : [AgreementCodes.Metadata], New(source).Select(each => each.Code));
    }

    [Theory]
    [InlineData("commander", "ee882879-721c-4913-9775-3dfcce97072a", true)]
    [InlineData("official", "ee882879-721c-4913-9775-3dfcce97072a card", true)]
    [InlineData("reviewer", "ee882879-721c-4913-9775-3dfcce97072a", false)]
    [InlineData("commander", "EE882879-721C-4913-9775-3DFCCE97072A", false)]
    [InlineData("commander", "00000000-0000-0000-0000-000000000000", false)]
    [InlineData("commander", "any", false)]
    [InlineData("commander", "", false)]
    public void Hardware_keys_are_named_by_model_for_roles_that_decide_on_acts(string role, string models, bool good)
    {
        var written = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(role, [.. models.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var source = BaseFolder.Source;
        source = source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { HardwareKeys = written } } };

        Assert.Equal(good, !New(source).Any(each => each.Code == AgreementCodes.Metadata));
    }

    [Theory]
    [InlineData("SECRET", "USA GBR", "SI TK", true)]
    [InlineData("UNCLASSIFIED", "", "", true)]
    [InlineData("secret", "", "", false)]
    [InlineData("NATO SECRET", "DEU USA", "", true)]
    [InlineData("NATO RESTRICTED", "", "", false)]
    [InlineData("", "", "", false)]
    [InlineData("SECRET", "UK", "", false)]
    [InlineData("SECRET", "gbr", "", false)]
    public void A_network_is_agreed_with_a_level_and_nations_by_trigraph(string ceiling, string nations, string compartments, bool good)
    {
        var network = new NetworkTerms
        {
            Ceiling = ceiling,
            Nations = nations.Length == 0 ? null : [.. nations.Split(' ')],
            Compartments = compartments.Length == 0 ? null : [.. compartments.Split(' ')],
        };
        var source = BaseFolder.Source;
        source = source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Networks = ImmutableSortedDictionary<string, NetworkTerms>.Empty.Add("net", network) } } };

        Assert.Equal(good, !New(source).Any(each => each.Code == AgreementCodes.Metadata));
        source = source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Networks = ImmutableSortedDictionary<string, NetworkTerms>.Empty } } };
        Assert.Contains(New(source), each => each.Code == AgreementCodes.Metadata);
    }

    [Theory]
    [InlineData("force", "department:commander department:commander|official vendor:official", true)]
    [InlineData("force", "department:commander", false)]
    [InlineData("force", "department:commander department:reviewer", false)]
    [InlineData("force", "department:commander ally:commander", false)]
    [InlineData("force", "department:commander department:everybody", false)]
    [InlineData("force", "commander commander", false)]
    [InlineData("highStakes", "department:official", true)]
    [InlineData("highStakes", "department:reviewer", false)]
    [InlineData("unmask", "department:official department:commander", true)]
    [InlineData("unmask", "department:reviewer", false)]
    [InlineData("ruling", "department:reviewer vendor:reviewer vendor:reviewer", true)]
    [InlineData("ruling", "department:reviewer department:reviewer", false)]
    [InlineData("ruling", "", false)]
    public void A_quorum_may_ask_for_more_people_and_never_for_one_alone_or_one_side(string name, string seats, bool good)
    {
        ImmutableArray<string> written = [.. seats.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var quorums = name == "force" ? new QuorumTerms { Force = written } : name == "ruling" ? new QuorumTerms { Ruling = written } : name == "unmask" ? new QuorumTerms { Unmask = written } : new QuorumTerms { HighStakes = written };
        var source = BaseFolder.Source;
        source = source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Quorums = quorums } } };

        Assert.Equal(good, !New(source).Any(each => each.Code == AgreementCodes.Metadata));
    }

    [Theory]
    [InlineData("when { context.tool.authorized && context.content.hidden };", true)]
    [InlineData("when { context.tool.authorized == true };", true)]
    [InlineData("when { [\"stop-use\", \"restriction\"].contains(context.order.inForce) };", false)]
    [InlineData("when { context.content.hidden } unless { !context.tool.authorized };", true)]
    [InlineData("when { context.content.hidden || context.tool.authorized };", false)]
    [InlineData("when { context.content.hidden && !context.tool.authorized };", false)]
    [InlineData("when { context.content.hidden && context.order.inForce == \"none\" };", false)]
    public void A_clause_that_a_fixed_fact_keeps_from_holding_is_a_warning(string condition, bool reported)
    {
        var found = New(BaseFolder.WithClauses(Hidden, condition));

        Assert.Equal(reported ? [AgreementCodes.FactNotProduced] : [], found.Select(each => each.Code));
        Assert.All(found, each => Assert.False(each.IsError));
    }

    [Theory]
    [InlineData("when { context.useCase.functions.contains(\"logistic\") };", "logistic")]
    [InlineData("when { [\"yes\", \"maybe\"].contains(context.sources.usPersonData) };", "maybe")]
    [InlineData("when { context.useCase.readiness == \"live\" };", "live")]
    [InlineData("when { context.content.uninspectable.containsAny([\"image\", \"picture\"]) };", "picture")]
    public void A_value_that_the_fact_never_has_is_a_warning(string condition, string value)
    {
        var found = Assert.Single(New(BaseFolder.WithClauses(Hidden, condition)));

        Assert.Equal((false, AgreementCodes.ValueUndefined), (found.IsError, found.Code));
        Assert.Contains($"`{value}`", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("does not pass in either direction.\n\n### 6.8", "does not pass the Review Board in either direction.\n\n### 6.8", "Review Board")]
    [InlineData("does not pass in either direction.\n\n### 6.8", "does not pass in either direction, save as \"benign text\".\n\n### 6.8", "benign text")]
    public void A_term_without_a_definition_is_a_warning_where_it_is_used(string from, string to, string term)
    {
        var found = Assert.Single(New(BaseFolder.WithProse(from, to)));

        Assert.Equal((false, AgreementCodes.TermUndefined), (found.IsError, found.Code));
        Assert.StartsWith($"`{term}` is not defined", found.Message, StringComparison.Ordinal);
        Assert.Contains(term.Split(' ')[0], BaseFolder.Source.Prose.Replace(from, to, StringComparison.Ordinal).Split('\n')[found.Line - 1][(found.Column - 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A **red line** is", "A red line is", "red line")]
    [InlineData("**The panel** is", "The panel is", "panel")]
    [InlineData("**Own records** are", "Own records are", "own records")]
    public void A_word_on_which_the_gateway_acts_needs_its_definition(string from, string to, string term) =>
        Assert.Contains(New(BaseFolder.WithProse(from, to)), each => each.Message.StartsWith($"`{term}` is not defined", StringComparison.Ordinal));

    [Fact]
    public void A_term_in_an_annotation_needs_a_definition_too()
    {
        var found = Assert.Single(New(BaseFolder.WithClauses("remove the invisible characters", "ask the Text Office to remove the invisible characters")));

        Assert.Equal(AgreementCodes.TermUndefined, found.Code);
        Assert.EndsWith("clauses.cedar", found.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repealed on 1 October 2026")]
    [InlineData("Rescinded by a later memorandum")]
    [InlineData("superseded")]
    public void A_clause_on_an_authority_that_is_not_in_force_is_an_error(string status)
    {
        var found = New(WithAuthority("dodd-3000.09", authority => authority with { Status = status }));

        Assert.Equal(["3.1", "3.2", "3.3", "3.4", "3.5"], found.Select(each => each.Clause));
        Assert.All(found, each => Assert.Equal((true, AgreementCodes.AuthorityNotInForce), (each.IsError, each.Code)));
        Assert.Contains("DoD Directive 3000.09, 25 January 2023", found[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-21", true)]
    [InlineData("2026-11-22", false)]
    public void An_authority_expires_after_its_last_day(string expires, bool reported)
    {
        var found = New(WithAuthority("usc-18-1385", authority => authority with { Expires = expires }));

        Assert.Equal(reported ? [AgreementCodes.AuthorityNotInForce, AgreementCodes.AuthorityNotInForce] : [], found.Select(each => each.Code));
    }

    [Theory]
    [InlineData("2025-11-21", true)]
    [InlineData("2025-11-22", false)]
    [InlineData("2026-11-23", true)]
    public void An_authority_at_which_nobody_looked_for_a_year_or_that_was_seen_tomorrow_is_a_warning(string asOf, bool reported)
    {
        var found = New(WithAuthority("usc-18-1385", authority => authority with { AsOf = asOf }));

        Assert.Equal(reported ? [AgreementCodes.AuthorityOutOfDate] : [], found.Select(each => each.Code));
        Assert.All(found, each => Assert.True(!each.IsError && each is { Line: > 0, Column: > 0 }));
    }

    [Fact]
    public void A_law_that_the_prose_cites_and_nobody_listed_is_a_warning()
    {
        var found = Assert.Single(New(BaseFolder.WithProse("as 18 U.S.C. 1385 requires", "as 18 U.S.C. 1386 requires")));

        Assert.Equal(AgreementCodes.AuthorityNotListed, found.Code);
        Assert.Contains("18 U.S.C. 1386", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@redline\n@opens(\"fires-registration\")", "@redline\n@opens(\"patience\")")]
    [InlineData("@redline\n@opens(\"fires-registration\")", "@opens(\"fires-registration\")")]
    public void Only_an_act_that_is_known_opens_a_red_line(string from, string to) =>
        Assert.Contains(AgreementLint.Check(BaseFolder.WithClauses(from, to)), each => each.IsError && each.Code is AgreementCodes.AnnotationValue);

    [Fact]
    public void An_authority_without_an_end_is_signed_as_before() =>
        Assert.DoesNotContain("expires\":null,\"id", System.Text.Encoding.UTF8.GetString(AgreementPayload.Build(BaseFolder.Source)), StringComparison.Ordinal);

    [Fact]
    public void A_finding_about_metadata_has_its_place()
    {
        using var folder = new TemporaryFolder();
        var path = folder.WithBase();
        var file = Path.Combine(path, "agreement.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"noticeDays\": 30", "\"noticeDays\": -1", StringComparison.Ordinal));

        var found = AgreementFolder.Lint(path, Parties.Now).Diagnostics.First();

        Assert.True(found is { IsError: true, Line: > 1, Column: > 1 });
    }

    private static AgreementSource WithAuthority(string id, Func<Authority, Authority> change) => BaseFolder.Source with
    {
        Authorities = [.. BaseFolder.Source.Authorities.Select(authority => authority.Id == id ? change(authority) : authority)],
    };

    // What the shipped agreement is told anyway does not count.
    private static List<AgreementDiagnostic> New(AgreementSource source)
    {
        var known = AgreementLint.Check(BaseFolder.Source, Parties.Now).Select(each => each.Message).ToHashSet();
        return [.. AgreementLint.Check(source, Parties.Now).Where(each => !known.Contains(each.Message))];
    }
}
