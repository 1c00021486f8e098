namespace Concordat.Safeguards.Model;

/// <summary>From topic scores to the bands of the three red lines. The only place that knows the thresholds and which topics a red line has.</summary>
/// <remarks>The same numbers stand in the clauses of the base agreement, which read scores.</remarks>
public static class SuspicionBands
{
    /// <summary>The lowest score that is <see cref="SuspicionBand.Possible"/>.</summary>
    public const int Possible = 40;

    /// <summary>The lowest score that is <see cref="SuspicionBand.Likely"/>.</summary>
    public const int Likely = 70;

    /// <summary>The band of a score from 0 to 100.</summary>
    public static SuspicionBand Of(long score) =>
        score >= Likely ? SuspicionBand.Likely : score >= Possible ? SuspicionBand.Possible : SuspicionBand.Absent;

    /// <summary>The band of a red line.</summary>
    public static SuspicionBand Of(TopicFacts topics, RedLine line) => Of(Score(topics, line));

    /// <summary>The score of a red line, 0 to 100: the highest of its topics.</summary>
    /// <remarks>Policing (<c>topics.lawEnforcement</c>) is a limit of its own in the agreement and belongs to no red line.</remarks>
    public static long Score(TopicFacts topics, RedLine line) => line switch
    {
        RedLine.Surveillance => Math.Max(topics.Surveillance, topics.Tracking),
        RedLine.Force => topics.Force,
        RedLine.Decisions => Math.Max(topics.HighStakes, topics.SocialScoring),
        _ => throw new ArgumentOutOfRangeException(nameof(line)),
    };

    /// <summary>Makes every topic of a red line that is possible a likely one; others stay as they are.</summary>
    public static TopicFacts Raise(TopicFacts topics, RedLine line) => Revise(topics, line, Likely);

    /// <summary>Makes every topic of a red line that is possible an absent one; what is likely stays so.</summary>
    public static TopicFacts Clear(TopicFacts topics, RedLine line) => Revise(topics, line, Possible - 1);

    private static TopicFacts Revise(TopicFacts topics, RedLine line, long to) => line switch
    {
        RedLine.Surveillance => topics with { Surveillance = Revised(topics.Surveillance, to), Tracking = Revised(topics.Tracking, to) },
        RedLine.Force => topics with { Force = Revised(topics.Force, to) },
        RedLine.Decisions => topics with { HighStakes = Revised(topics.HighStakes, to), SocialScoring = Revised(topics.SocialScoring, to) },
        _ => throw new ArgumentOutOfRangeException(nameof(line)),
    };

    private static long Revised(long score, long to) => Of(score) == SuspicionBand.Possible ? to : score;
}
