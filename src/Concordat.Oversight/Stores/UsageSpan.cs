using System.Runtime.InteropServices;

namespace Concordat.Oversight.Stores;

/// <summary>A span of days cut into whole months, which are added up already, and the days before and after them.</summary>
/// <remarks>Days are since 0001-01-01, months since year 0; a range whose end is before its start is empty.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UsageSpan(int FirstDay, int LastDay, int FirstMonth, int LastMonth, int FirstRest, int LastRest)
{
    /// <summary>The statement that adds up by a subject of reports; parameters are <c>$1</c> to <c>$6</c>, and <c>$7</c> for a use case, or null.</summary>
    public static string Sum(string by) =>
        $"""
        SELECT {Column(by)}, currency, CAST(sum(answers) AS bigint), CAST(sum(estimated) AS bigint), CAST(sum(input) AS bigint), CAST(sum(output) AS bigint), CAST(sum(cost) AS bigint)
        FROM (
            SELECT use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost FROM usage_days WHERE day BETWEEN $1 AND $2
            UNION ALL
            SELECT use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost FROM usage_months WHERE month BETWEEN $3 AND $4
            UNION ALL
            SELECT use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost FROM usage_days WHERE day BETWEEN $5 AND $6) AS used
        WHERE CAST($7 AS text) IS NULL OR use_case = $7
        GROUP BY 1, 2
        """;

    public static UsageSpan Of(DateOnly first, DateOnly last)
    {
        var (from, to) = (first.Day == 1 ? MonthOf(first) : MonthOf(first) + 1, last.AddDays(1).Day == 1 ? MonthOf(last) : MonthOf(last) - 1);
        return from > to
            ? new UsageSpan(first.DayNumber, last.DayNumber, 1, 0, 1, 0)
            : new UsageSpan(first.DayNumber, DayOf(from) - 1, from, to, DayOf(to + 1), last.DayNumber);
    }

    public static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static string Column(string by) => by switch
    {
        "use-case" => "use_case",
        "key" => "api_key",
        "model" or "deployment" or "vendor" => by,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "not one of the subjects"),
    };

    private static int DayOf(int month) => new DateOnly(month / 12, (month % 12) + 1, 1).DayNumber;
}
