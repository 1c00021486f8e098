using System.Collections.Immutable;

namespace Concordat.Agreements.Documents;

/// <summary>A suspension that one party signs alone: it lapses unless the others confirm it.</summary>
/// <param name="By">The roles that may.</param>
/// <param name="LongestHours">Hours until it lapses, at most.</param>
/// <param name="GapDays">Days from the end of one until the same party can stop the same again alone.</param>
public sealed record EmergencyStopTerms(ImmutableArray<string> By, int LongestHours, int GapDays)
{
    /// <summary>The longest that parties can agree on: 30 days.</summary>
    public const int MostHours = 720;

    /// <summary>The longest gap that parties can agree on: a year.</summary>
    public const int MostGapDays = 365;
}
