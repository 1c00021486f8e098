using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>Which levels of the U.S. and of NATO are equal is a term that all sign.</summary>
public sealed class EquivalenceTests
{
    [Theory]
    [InlineData("SECRET=NATO SECRET", true)]
    [InlineData("SECRET=NATO SECRET,CONFIDENTIAL=NATO CONFIDENTIAL", true)]
    [InlineData("SECRET=NATO CONFIDENTIAL", true)] // stricter than usual
    [InlineData("", true)]
    [InlineData("SECRET=SECRET", false)]
    [InlineData("NATO SECRET=NATO SECRET", false)]
    [InlineData("CUI=NATO RESTRICTED", false)]
    [InlineData("SECRET=NATO SECRET,SECRET=NATO CONFIDENTIAL", false)]
    [InlineData("SECRET=NATO SECRET,CONFIDENTIAL=NATO SECRET", false)]
    [InlineData("SECRET=NATO UNCLASSIFIED,UNCLASSIFIED=NATO SECRET", false)]
    public void Each_level_has_one_equal_and_both_systems_keep_their_order(string table, bool good) =>
        Assert.Equal(good, !AgreementLint.Check(Equal(table), Parties.Now).Any(static each => each.Code == AgreementCodes.Metadata));

    [Fact]
    public void A_network_is_accredited_to_a_level_of_either_system()
    {
        var terms = BaseFolder.Source.Metadata.Terms;
        foreach (var (ceiling, good) in ((string, bool)[])[("NATO SECRET", true), ("SECRET", true), ("NATO RESTRICTED", false), ("nato secret", false)])
        {
            var source = With(terms with { Networks = ImmutableSortedDictionary<string, NetworkTerms>.Empty.Add("net", new NetworkTerms { Ceiling = ceiling }) });
            Assert.Equal(good, !AgreementLint.Check(source, Parties.Now).Any(static each => each.Code == AgreementCodes.Metadata));
        }
    }

    [Fact]
    public void An_amendment_shows_what_counts_as_equal_from_now_on()
    {
        var change = Assert.Single(AgreementDiff.Compare(Equal("SECRET=NATO SECRET"), Equal("UNCLASSIFIED=NATO UNCLASSIFIED,SECRET=NATO SECRET"), TestContext.Current.CancellationToken).Terms);

        Assert.Equal("levels of the U.S. and of NATO that count as equal", change.Name);
        Assert.Equal(["SECRET = NATO SECRET → UNCLASSIFIED = NATO UNCLASSIFIED, SECRET = NATO SECRET"], change.Details);
    }

    private static AgreementSource Equal(string table) => With(BaseFolder.Source.Metadata.Terms with
    {
        Equivalences = [.. table.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=')).Select(static pair => new LevelEquivalence(pair[0], pair[1]))],
    });

    private static AgreementSource With(AgreementTerms terms) => BaseFolder.Source with { Metadata = BaseFolder.Source.Metadata with { Terms = terms } };
}
