using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Tests;

public sealed class SuspicionBandTests
{
    [Theory]
    [InlineData(0, SuspicionBand.Absent)]
    [InlineData(39, SuspicionBand.Absent)]
    [InlineData(40, SuspicionBand.Possible)]
    [InlineData(69, SuspicionBand.Possible)]
    [InlineData(70, SuspicionBand.Likely)]
    [InlineData(100, SuspicionBand.Likely)]
    public void A_score_falls_into_one_band(int score, SuspicionBand band) => Assert.Equal(band, SuspicionBands.Of(score));

    [Fact]
    public void A_red_line_takes_the_highest_of_its_topics()
    {
        var topics = new TopicFacts(Surveillance: 10, Tracking: 40, Force: 0, HighStakes: 20, LawEnforcement: 100, SocialScoring: 70);

        Assert.Equal(SuspicionBand.Possible, SuspicionBands.Of(topics, RedLine.Surveillance));
        Assert.Equal(SuspicionBand.Absent, SuspicionBands.Of(topics, RedLine.Force));
        Assert.Equal(SuspicionBand.Likely, SuspicionBands.Of(topics, RedLine.Decisions));
    }
}
