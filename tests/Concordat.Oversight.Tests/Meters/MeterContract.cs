using Concordat.Oversight.Meters;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Meters;

/// <summary>What the contract suites of meters share.</summary>
public abstract class MeterContract : StoreContract
{
    // 2026-01-19, the first day of an epoch
    protected static DateTimeOffset EpochStart { get; } =
        DateTimeOffset.UnixEpoch.AddMinutes(MeterWindow.FirstMinuteOfEpoch(MeterWindow.EpochOf(20_490 * MeterWindow.DayMinutes)));

    protected static MeterSubject Radar { get; } = new("radar", "key-1", "keep the radar working");

    /// <summary>Counts persons in and reads.</summary>
    protected static async Task<MeterReading> ReadAsync(OversightStores stores, MeterSubject subject, PersonKey[] persons, DateTimeOffset now) =>
        await stores.Meters.ReserveAsync(subject, persons, broad: false, _ => true, now, Cancellation);

    /// <summary>Counts nobody in, and answers the use case's count of 30 days as it would be.</summary>
    protected Task<long> ForetellAsync(string useCase, DateTimeOffset now, params string[] persons) => ReserveAsync(useCase, now, keep: false, persons);

    /// <summary>Counts persons in and answers the use case's count of 30 days.</summary>
    protected Task<long> ReserveAsync(string useCase, DateTimeOffset now, params string[] persons) => ReserveAsync(useCase, now, keep: true, persons);

    private async Task<long> ReserveAsync(string useCase, DateTimeOffset now, bool keep, string[] persons)
    {
        var subject = new MeterSubject(useCase, $"key of {useCase}", $"purpose of {useCase}");
        var keys = persons.Select(person => PersonKey.Of("email", person)).ToArray();
        return (await Stores.Meters.ReserveAsync(subject, keys, broad: false, _ => keep, now, Cancellation)).UseCase.Month;
    }
}
