using Concordat.Oversight.Reports;

namespace Concordat.Console.Data;

/// <summary>How the safeguards do this week, against the four weeks before: refusals, holds, and what was reported as false.</summary>
public sealed record Drift(IReadOnlyList<DriftLine> Lines)
{
    /// <summary>A share of fewer than this many says nothing.</summary>
    public const int Fewest = 50;

    private const int Week = 7;

    /// <param name="days">At least 35, oldest first, the last one today.</param>
    public static Drift Of(IReadOnlyList<HealthDay> days, ReportCounts reports, ReportCounts reportsBefore)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(reportsBefore);
        var (now, before) = (Sum(days.TakeLast(Week)), Sum(days.SkipLast(Week).TakeLast(4 * Week)));
        return new Drift(
        [
            new DriftLine("refused", now.Refused, now.Total, before.Refused, before.Total),
            new DriftLine("held", now.Held, now.Total, before.Held, before.Total),
            new DriftLine("reported as false, of what was refused or held", reports.Reported, now.Stopped, reportsBefore.Reported, before.Stopped),
            new DriftLine("found false, of what was refused or held", reports.Upheld, now.Stopped, reportsBefore.Upheld, before.Stopped),
        ]);
    }

    private static (long Refused, long Held, long Stopped, long Total) Sum(IEnumerable<HealthDay> days)
    {
        var (refused, held, total) = (0L, 0L, 0L);
        foreach (var day in days)
        {
            (refused, held, total) = (refused + day.Verdicts.Refused, held + day.Verdicts.Held, total + day.Verdicts.Total);
        }

        return (refused, held, refused + held, total);
    }
}
