using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores;

/// <summary>What both engines' meters have in common.</summary>
internal static class MeterRules
{
    public const int LongestName = 128;

    public static void Check(MeterSubject subject, IReadOnlyList<PersonKey> persons, Func<MeterReading, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(persons);
        ArgumentNullException.ThrowIfNull(keep);
        Text.Bounded(subject.UseCase, LongestName);
        Text.Bounded(subject.Caller, LongestName);
    }

    public static DateTimeOffset FirstApproval(DateTimeOffset now) => now.ToUniversalTime().AddMinutes(-MeterWindow.MonthMinutes);

    /// <summary>The statements that forget what no window reaches any more, each with its only parameter.</summary>
    public static IEnumerable<(string Sql, long Before)> Sweep(long minute)
    {
        var first = minute - MeterWindow.MonthMinutes;
        var epoch = MeterWindow.EpochOf(minute);
        yield return ("DELETE FROM meter_seen WHERE minute < $1", first);
        yield return ("DELETE FROM meter_tails WHERE boundary < $1", first);
        yield return ("DELETE FROM meter_events WHERE minute < $1", minute - MeterWindow.DayMinutes);
        yield return ("DELETE FROM meter_epochs WHERE epoch < $1", epoch - 1);
        yield return (
            $"""
            DELETE FROM meter_epochs WHERE epoch < $1
                AND NOT EXISTS (SELECT 1 FROM meter_seen WHERE minute < meter_epochs.epoch * {MeterWindow.MonthMinutes} + {MeterWindow.MonthMinutes})
            """,
            epoch);
    }
}
