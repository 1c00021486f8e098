using System.Globalization;
using System.Runtime.InteropServices;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Costs;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Costs;

/// <summary>Which days are asked for, and by what: <c>?from=DAY&amp;to=DAY&amp;by=SUBJECT</c>; this month by use case where nothing is said.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CostQuery(DateOnly From, DateOnly To, string By)
{
    /// <summary>Longest time that one report covers.</summary>
    public const int MostDays = 366;

    public static (CostQuery Query, GatewayError? Error) Read(IQueryCollection query, DateTimeOffset now, string by)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var read = new CostQuery(Day(query["from"].ToString()) ?? new DateOnly(today.Year, today.Month, 1), Day(query["to"].ToString()) ?? today, query["by"].ToString() is { Length: > 0 } asked ? asked : by);
        return (query.ContainsKey("from") && Day(query["from"].ToString()) is null) || (query.ContainsKey("to") && Day(query["to"].ToString()) is null)
            ? (read, GatewayErrors.InvalidRequest("from", "`from` and `to` must be days, such as 2026-11-22"))
            : read.To < read.From || read.To.DayNumber - read.From.DayNumber >= MostDays
                ? (read, GatewayErrors.InvalidRequest("from", "`from` must not be after `to`, nor more than a year before it"))
                : CostReport.Subjects.Contains(read.By, StringComparer.Ordinal)
                    ? (read, null)
                    : (read, GatewayErrors.InvalidRequest("by", $"`by` must be one of {string.Join(", ", CostReport.Subjects)}"));
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
