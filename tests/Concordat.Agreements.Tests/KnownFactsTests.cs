using Concordat.Agreements.Facts;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class KnownFactsTests
{
    [Fact]
    public void They_are_the_facts_of_the_shipped_agreement() =>
        Assert.Equal(FactSheet.Names().Order(StringComparer.Ordinal), KnownFacts.All.Select(fact => fact.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void The_guide_to_the_facts_names_each_of_their_values()
    {
        Assert.All(
            KnownFacts.All.SelectMany(fact => fact.Values),
            value => Assert.Contains(value, BaseFolder.Source.FactsGuide, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_reads_as_words_of_its_own()
    {
        Assert.All(KnownFacts.All, fact => Assert.False(fact.Words.EndsWith('.')));
        Assert.Equal(KnownFacts.All.Length, KnownFacts.All.Select(fact => fact.Words).Distinct(StringComparer.Ordinal).Count());
    }
}
