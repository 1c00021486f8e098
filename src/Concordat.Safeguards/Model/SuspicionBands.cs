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
}
