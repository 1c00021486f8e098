using Concordat.Oversight.Meters;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Pipeline;

/// <summary>What the meters showed for an exchange so far; nothing while it has named nobody and proposed no call that is counted.</summary>
/// <param name="InWindow">Distinct presumed U.S. persons of the use case within 30 days.</param>
/// <param name="Facts">The other counts.</param>
internal sealed record Metered(long InWindow, MeterFacts Facts)
{
    public static Metered Nothing { get; } = new(0, MeterFacts.None);

    /// <summary>After persons were counted in.</summary>
    public Metered With(MeterReading reading) => new(
        reading.UseCase.Month,
        Facts with
        {
            UseCaseHour = reading.UseCase.Hour,
            UseCaseDay = reading.UseCase.Day,
            CallerHour = reading.Caller.Hour,
            CallerDay = reading.Caller.Day,
            CallerMonth = reading.Caller.Month,
            PurposeHour = reading.Purpose.Hour,
            PurposeDay = reading.Purpose.Day,
            PurposeMonth = reading.Purpose.Month,
            Joined = Facts.Joined + reading.Joined,
            BroadDay = reading.Broad.Day,
        });

    public Metered With(ApprovalPace pace) => this with { Facts = Facts with { Approvals = pace.Granted, HastyApprovals = pace.HastyShare } };

    public Metered With(EventCounts force) => this with { Facts = Facts with { ForceHour = force.Hour, ForceDay = force.Day } };
}
