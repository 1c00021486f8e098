using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Showing;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests.Differing;

public sealed class EqualTermsTests
{
    [Fact]
    public void Two_instances_of_one_template_have_equal_terms()
    {
        var report = Compare(Instance("aurora", "Aurora AI"), Instance("borealis", "Borealis Labs"));

        Assert.True(report.AreEqual);
        Assert.Equal(["identifier", "names"], report.OwnData.Select(own => own.Name));
    }

    [Fact]
    public void An_instance_has_the_terms_of_its_template() => Assert.True(Compare(BaseFolder.Source, Instance("aurora", "Aurora AI")).AreEqual);

    [Fact]
    public void Names_in_prose_and_in_the_words_of_clauses_make_no_difference()
    {
        var one = Naming(Instance("aurora", "Aurora AI", "Lumen"), "Lumen");
        var other = Naming(Instance("borealis", "Borealis Labs", "Polaris 2"), "Polaris 2");

        Assert.True(Compare(one, other).AreEqual);
        Assert.False(Compare(Naming(Instance("aurora", "Aurora AI"), "Lumen"), other).AreEqual);
    }

    [Fact]
    public void A_longer_name_is_set_aside_before_a_shorter_one_within_it()
    {
        var one = Naming(Instance("aurora", "Aurora", "Aurora AI"), "Aurora AI");
        var other = Naming(Instance("borealis", "Borealis"), "Borealis");

        Assert.True(Compare(one, other).AreEqual);
    }

    [Fact]
    public void A_part_of_a_word_is_not_a_name() =>
        Assert.False(Compare(Naming(Instance("aurora", "Aurora"), "Auroras"), Naming(Instance("borealis", "Borealis"), "Borealiss")).AreEqual);

    [Fact]
    public void Another_ceiling_is_shown_with_a_request_that_only_one_of_them_stops()
    {
        var other = Amendment.Of(Instance("borealis", "Borealis Labs"), "2.1", "context.persons.presumedUs > 25", "context.persons.presumedUs > 50");

        var report = Compare(Instance("aurora", "Aurora AI"), other);

        Assert.False(report.DecideAlike);
        Assert.False(report.AreEqual);
        Assert.Contains(Assert.Single(report.Differences.Clauses).Effects, effect => effect.Words == "newly permitted");
        Assert.Contains("presumed U.S. persons in the text: 26 to 50", EqualTermsText.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_written_otherwise_is_equal()
    {
        var other = Amendment.Of(Instance("borealis", "Borealis Labs"), "2.1", "context.persons.presumedUs > 25", "!(context.persons.presumedUs <= 25)");

        var report = Compare(Instance("aurora", "Aurora AI"), other);

        Assert.True(report.AreEqual);
        Assert.Contains("written otherwise, decided alike: 2.1", EqualTermsText.Render(report), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Favours))]
    public void A_term_that_only_one_of_them_has_is_not_equal(string what, string term)
    {
        var report = Compare(Instance("aurora", "Aurora AI"), Favoured(what));

        Assert.True(report.DecideAlike, what);
        Assert.False(report.AreEqual, what);
        Assert.Contains(term, EqualTermsText.Render(report), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Favours => new()
    {
        { "notice", "days of notice" },
        { "quorum", "without a quorum" },
        { "grace", "minutes that a quorum may take" },
        { "force", "who authorizes force" },
        { "alone", "who suspends together, and lifts" },
        { "expires", "expires" },
        { "unproven", "signed unproven" },
        { "prose", "on every request" },
        { "because", "2.1" },
        { "authority", "authority" },
        { "facts", "Facts" },
        { "withheld", "withheld" },
    };

    [Fact]
    public void A_name_that_is_a_word_of_the_other_text_hides_nothing()
    {
        // With the name `The`, `The Department` of one would pass for anything at all in the other.
        var report = Compare(Instance("aurora", "The"), Instance("borealis", "Borealis Labs"));

        Assert.False(report.AreEqual);
        Assert.Contains(report.Differences.Problems, problem => problem.Code == AgreementCodes.NameIsWord);
    }

    [Fact]
    public void A_name_in_a_condition_stays_a_difference()
    {
        var one = Amendment.Of(Instance("aurora", "Aurora AI"), "1.1", "context.useCase.id != \"\"", "context.useCase.id != \"Aurora AI\"");
        var other = Amendment.Of(Instance("borealis", "Borealis Labs"), "1.1", "context.useCase.id != \"\"", "context.useCase.id != \"Borealis Labs\"");

        Assert.False(Compare(one, other).DecideAlike);
    }

    [Fact]
    public void The_report_as_JSON_says_whether_and_what_was_set_aside()
    {
        var json = JsonDocument.Parse(EqualTermsJson.Write(Compare(Instance("aurora", "Aurora AI"), Instance("borealis", "Borealis Labs")))).RootElement;

        Assert.True(json.GetProperty("equal").GetBoolean());
        Assert.True(json.GetProperty("decideAlike").GetBoolean());
        Assert.Equal("names", json.GetProperty("setAside")[1].GetProperty("name").GetString());
        Assert.Equal(AgreementPayload.Hash(AgreementPayload.Build(Instance("aurora", "Aurora AI"))), json.GetProperty("before").GetProperty("hash").GetString());
    }

    [Theory]
    [InlineData("may not")]
    [InlineData("2026")]
    [InlineData("A")]
    [InlineData("Aurora\nAI")]
    [InlineData("Aurora \"AI\"")]
    [InlineData(" Aurora")]
    public void What_is_no_name_is_refused(string name) =>
        Assert.Contains(AgreementLint.Check(Instance("aurora", name)), found => found.IsError && found.Code == AgreementCodes.Metadata);

    [Fact]
    public void Names_are_of_roles_that_sign_and_of_one_role_only()
    {
        var names = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("vendor", ["Aurora AI"]).Add("department", ["Aurora AI"]).Add("guest", ["Guest"]);
        var found = AgreementLint.Check(BaseFolder.With(metadata => metadata with { Names = names }));

        Assert.Contains(found, each => each.Message.Contains("`Aurora AI` twice", StringComparison.Ordinal));
        Assert.Contains(found, each => each.Message.Contains("`guest`, which is not among `roles`", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_and_what_is_withheld_are_signed()
    {
        using var parties = new Parties();
        var source = Instance("aurora", "Aurora AI") with { };
        source = source with { Metadata = source.Metadata with { Withheld = ["12"] } };

        var load = Agreement.Load(parties.Signed(source), parties.Trusted, Parties.Now);

        Assert.True(load.IsLoaded, string.Join("; ", load.Diagnostics));
        Assert.Equal(["Aurora AI"], load.Agreement.Source.Metadata.Names!["vendor"]);
        Assert.Equal(["12"], load.Agreement.Source.Metadata.Withheld!.Value);
    }

    private static AgreementSource Instance(string id, params string[] vendor) => BaseFolder.With(metadata => metadata with
    {
        Id = id,
        Names = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("vendor", [.. vendor]),
    });

    private static AgreementSource Naming(AgreementSource source, string name) => source with
    {
        Prose = source.Prose.Replace("The Vendor is willing to supply them.", $"The Vendor is willing to supply them, {name} among them.", StringComparison.Ordinal),
        Clauses = source.Clauses.Replace("@because(\"the text identifies more than 25 persons", $"@because(\"for {name}, the text identifies more than 25 persons", StringComparison.Ordinal),
    };

    private static AgreementSource Favoured(string what)
    {
        var source = Instance("borealis", "Borealis Labs");
        var metadata = source.Metadata;
        return what switch
        {
            "notice" => source with { Metadata = metadata with { Terms = metadata.Terms with { NoticeDays = 5 } } },
            "quorum" => source with { Metadata = metadata with { Terms = metadata.Terms with { WithoutQuorum = "stop" } } },
            "grace" => source with { Metadata = metadata with { Terms = metadata.Terms with { QuorumGraceMinutes = 5 } } },
            "force" => source with { Metadata = metadata with { Terms = metadata.Terms with { Quorums = new QuorumTerms { Force = ["department:commander", "department:commander"] } } } },
            "alone" => source with { Metadata = metadata with { Terms = metadata.Terms with { Suspension = metadata.Terms.Suspension! with { Joint = ["vendor"] } } } },
            "expires" => source with { Metadata = metadata with { Expires = "2027-11-01T00:00:00Z" } },
            "unproven" => source with { Unproven = "in haste" },
            "prose" => source with { Prose = source.Prose.Replace("on every", "on nearly every", StringComparison.Ordinal) },
            "because" => Amendment.Of(source, "2.1", "the text identifies", "the words identify"),
            "authority" => Amendment.Of(source, "2.1", "fisa@follows, ", ""),
            "facts" => source with { FactsGuide = source.FactsGuide.Replace("What clauses can read.", "What clauses may read.", StringComparison.Ordinal) },
            "withheld" => source with { Metadata = metadata with { Withheld = ["12"] } },
            _ => throw new ArgumentException(what, nameof(what)),
        };
    }

    private static EqualTermsReport Compare(AgreementSource one, AgreementSource other) => EqualTerms.Compare(one, other, TestContext.Current.CancellationToken);
}
