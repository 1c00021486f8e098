using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;

namespace Concordat.Gateway.Shadow;

/// <summary>How a candidate's answer compares with the one that the client got. No content.</summary>
/// <param name="Answered">The candidate answered whole, as the other did.</param>
/// <param name="SameVerdict">Both answers are permitted, held or refused alike.</param>
/// <param name="SameCalls">The same tools with the same arguments.</param>
/// <param name="SameEnd">The same reason to finish.</param>
/// <param name="Length">Length of its text in thousandths of the other's; null where the other has none.</param>
/// <param name="FirstByte">Time to its first byte in thousandths of the other's.</param>
/// <param name="Cost">What it cost by the counts of its provider; null where it names none or has no price.</param>
/// <param name="OtherCost">The same of the other.</param>
internal sealed record ShadowComparison(
    bool Answered, bool SameVerdict, bool SameCalls, bool SameEnd, long? Length, long? FirstByte, decimal? Cost, decimal? OtherCost)
{
    private const long Most = 1_000_000_000;

    /// <summary>Nothing that matters to a program differs.</summary>
    public bool Agrees => Answered && SameVerdict && SameCalls && SameEnd;

    public static ShadowComparison Of(
        AnswerSummary candidate, TokenUsage? used, DeploymentModel at, AnswerSummary other, TokenUsage? otherUsed, DeploymentModel otherAt) => new(
        candidate.IsWhole,
        candidate.Verdict == other.Verdict,
        candidate.SameCalls(other),
        candidate.SameEnd(other),
        Thousandths(candidate.Length, other.Length),
        Thousandths(candidate.FirstByte.Ticks, other.FirstByte.Ticks),
        CostOf(used, at.Config.Price),
        CostOf(otherUsed, otherAt.Config.Price));

    private static long? Thousandths(long part, long whole) => whole <= 0 ? null : (long)Math.Min(part * 1000m / whole, Most);

    private static decimal? CostOf(TokenUsage? used, DeploymentPrice? price) =>
        price is not null && used is { Basis: UsageBasis.Provider } counted && counted.Input + counted.Output > 0 ? price.Of(counted.Input, counted.Output) : null;
}
