namespace Concordat.Agreements.Tests;

public sealed class ClauseIdTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.10")]
    [InlineData("999.999")]
    public void A_clause_number_reads_back(string text) => Assert.Equal(text, ClauseId.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("2.")]
    [InlineData(".1")]
    [InlineData("0.1")]
    [InlineData("2.01")]
    [InlineData("2.1.1")]
    [InlineData("+2.1")]
    [InlineData("2.1 ")]
    [InlineData("1000.1")]
    [InlineData("٢.١")]
    public void What_is_not_a_clause_number_is_refused(string text) => Assert.False(ClauseId.TryParse(text, out _));

    [Fact]
    public void They_are_ordered_as_people_count() =>
        Assert.Equal(["2.1", "2.9", "2.10", "10.1"], ((string[])["10.1", "2.10", "2.9", "2.1"]).Select(ClauseId.Parse).Order().Select(id => id.ToString()));
}
