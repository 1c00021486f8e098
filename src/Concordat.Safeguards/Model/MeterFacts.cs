namespace Concordat.Safeguards.Model;

/// <summary>What no single request shows: counts over time of presumed U.S. persons looked up, of tool calls and of approvals.</summary>
/// <remarks>
/// Persons are distinct, over the last hour, day or 30 days, the present text included; the use case's 30 days are
/// <see cref="PersonFacts.InWindow"/>. Counts of persons are 0 while the exchange has named nobody, those of force and of approvals while it
/// has proposed no call that applies force or is high-stakes.
/// </remarks>
/// <param name="UseCaseHour">Persons looked up by the use case.</param>
/// <param name="UseCaseDay">The same over a day.</param>
/// <param name="CallerHour">Persons looked up with the API key.</param>
/// <param name="CallerDay">The same over a day.</param>
/// <param name="CallerMonth">The same over 30 days.</param>
/// <param name="PurposeHour">Persons looked up by all use cases of the same purpose.</param>
/// <param name="PurposeDay">The same over a day.</param>
/// <param name="PurposeMonth">The same over 30 days.</param>
/// <param name="Joined">Persons of this exchange that another use case has looked up within 30 days.</param>
/// <param name="BroadDay">Texts of the use case within a day that named more than ten persons.</param>
/// <param name="ForceHour">Tool calls of the use case that apply force.</param>
/// <param name="ForceDay">The same over a day.</param>
/// <param name="Approvals">Grants that people signed for the use case within 30 days.</param>
/// <param name="HastyApprovals">Of a hundred of them, those signed in haste.</param>
public sealed record MeterFacts(
    long UseCaseHour,
    long UseCaseDay,
    long CallerHour,
    long CallerDay,
    long CallerMonth,
    long PurposeHour,
    long PurposeDay,
    long PurposeMonth,
    long Joined,
    long BroadDay,
    long ForceHour,
    long ForceDay,
    long Approvals,
    long HastyApprovals)
{
    /// <summary>Nothing has been counted for the exchange.</summary>
    public static MeterFacts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
