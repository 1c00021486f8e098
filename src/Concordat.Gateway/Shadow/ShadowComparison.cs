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
/// <param name="Cost">What it cost by the usage that it names; null where it names none or has no price.</param>
/// <param name="OtherCost">The same of the other.</param>
internal sealed record ShadowComparison(
    bool Answered, bool SameVerdict, bool SameCalls, bool SameEnd, long? Length, long? FirstByte, decimal? Cost, decimal? OtherCost)
{
    private const long Most = 1_000_000_000;

    /// <summary>Nothing that matters to a program differs.</summary>
    public bool Agrees => Answered && SameVerdict && SameCalls && SameEnd;

    public static ShadowComparison Of(AnswerSummary candidate, DeploymentModel at, AnswerSummary other, DeploymentModel otherAt) => new(
        candidate.IsWhole,
        candidate.Verdict == other.Verdict,
        candidate.SameCalls(other),
        candidate.SameEnd(other),
        Thousandths(candidate.Length, other.Length),
        Thousandths(candidate.FirstByte.Ticks, other.FirstByte.Ticks),
        CostOf(candidate, at.Config.Price),
        CostOf(other, otherAt.Config.Price));

    private static long? Thousandths(long part, long whole) => whole <= 0 ? null : (long)Math.Min(part * 1000m / whole, Most);

    private static decimal? CostOf(AnswerSummary answer, DeploymentPrice? price) =>
        price is null || answer.InputTokens + answer.OutputTokens == 0 ? null : price.Of(answer.InputTokens, answer.OutputTokens);
}
