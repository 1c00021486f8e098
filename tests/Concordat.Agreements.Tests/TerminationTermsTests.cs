using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>Who terminates is a term that all sign: never easier than to suspend, and every change is told.</summary>
public sealed class TerminationTermsTests
{
    private static readonly string Hash = new('a', 64);

    [Theory]
    [InlineData("department vendor", 30, true)]
    [InlineData("department vendor", 0, true)]
    [InlineData("department vendor", 730, true)]
    [InlineData("department vendor", 731, false)]
    [InlineData("department vendor", -1, false)]
    [InlineData("department", 30, false)]
    [InlineData("vendor", 30, false)]
    [InlineData("department vendor ally", 30, false)]
    [InlineData("department vendor vendor", 30, false)]
    [InlineData("", 30, false)]
    public void No_party_terminates_alone_and_notice_has_an_end(string joint, int days, bool good) =>
        Assert.Equal(good, IsGood(terms => terms with { Termination = new TerminationTerms { Joint = Words(joint), NoticeDays = days } }));

    [Theory]
    [InlineData("department", "department", false)] // one party suspends, as agreed, and even then does not terminate
    [InlineData("department", "department vendor", true)]
    public void It_is_never_easier_to_terminate_than_to_suspend(string suspend, string terminate, bool good) => Assert.Equal(
        good, IsGood(terms => terms with { Suspension = terms.Suspension! with { Joint = Words(suspend) }, Termination = new TerminationTerms { Joint = Words(terminate) } }));

    [Theory]
    [InlineData("end-1", true)]
    [InlineData("", false)]
    [InlineData("any", false)]
    public void What_is_ended_is_named_by_its_hash(string name, bool good) => Assert.Equal(good, IsGood(terms => terms with
    {
        Termination = new TerminationTerms { Ended = ImmutableSortedDictionary<string, string>.Empty.Add("end-1", name is "end-1" ? Hash : name) },
    }));

    [Theory]
    [InlineData("shorter", "days of notice before a termination", "30 → 0", "widens what one party can do alone")]
    [InlineData("longer", "days of notice before a termination", "30 → 60", "narrows what one party can do alone")]
    [InlineData("ended", "the termination `end-1`", "in force → ended", "lets use begin again that was terminated")]
    public void An_amendment_says_what_it_changes(string how, string name, string arrow, string meaning)
    {
        var before = new TerminationTerms { NoticeDays = 30 };
        var after = how switch
        {
            "shorter" => before with { NoticeDays = null },
            "longer" => before with { NoticeDays = 60 },
            _ => before with { Ended = ImmutableSortedDictionary<string, string>.Empty.Add("end-1", Hash) },
        };

        var change = Assert.Single(AgreementDiff.Compare(With(terms => terms with { Termination = before }), With(terms => terms with { Termination = after }), TestContext.Current.CancellationToken).Terms);

        Assert.StartsWith(name, change.Name, StringComparison.Ordinal);
        Assert.Equal([arrow, meaning], change.Details);
    }

    [Fact]
    public void An_amendment_that_ends_a_termination_no_more_says_that_it_takes_effect_again()
    {
        var before = With(terms => terms with { Termination = new TerminationTerms { Ended = ImmutableSortedDictionary<string, string>.Empty.Add("end-1", Hash) } });

        var change = Assert.Single(AgreementDiff.Compare(before, BaseFolder.Source, TestContext.Current.CancellationToken).Terms);

        Assert.Equal(["ended → in force", "takes effect again"], change.Details);
    }

    [Fact]
    public void Whoever_terminates_speaks_for_a_party_and_is_not_named_by_the_configuration_alone()
    {
        Assert.False(IsGood(terms => terms with { Orders = new OrdersTerms { Configured = ["terminate"] } }));
        Assert.False(IsGood(terms => terms with { Orders = Issuer(party: null) }));
        Assert.True(IsGood(terms => terms with { Orders = Issuer("vendor") }));

        static OrdersTerms Issuer(string? party) => new()
        {
            Issuers = ImmutableSortedDictionary<string, OrderIssuerTerms>.Empty.Add("a", new OrderIssuerTerms("A", Hash, ["terminate"]) { Party = party }),
        };
    }

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static bool IsGood(Func<AgreementTerms, AgreementTerms> change) => !AgreementLint.Check(With(change), Parties.Now).Any(each => each.Code == AgreementCodes.Metadata);

    private static AgreementSource With(Func<AgreementTerms, AgreementTerms> change) =>
        BaseFolder.Source with { Metadata = BaseFolder.Source.Metadata with { Terms = change(BaseFolder.Source.Metadata.Terms) } };
}
