using System.Runtime.InteropServices;

namespace Concordat.Gateway.Budgets;

/// <summary>One window of a budget: a calendar second, minute, hour, day or month by UTC, or no window at all.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BudgetWindow(DateTimeOffset Start, DateTimeOffset End)
{
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(35);
    private static readonly TimeSpan ShortestKept = TimeSpan.FromHours(1);

    /// <summary>The window of what is counted only while it lasts.</summary>
    public static readonly BudgetWindow None = new(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    public bool Contains(DateTimeOffset time) => time >= Start && time < End;

    /// <summary>When nobody needs to know any more what was spent: a while after the end, so that a clock that is put back finds it.</summary>
    public DateTimeOffset Forget(DateTimeOffset now)
    {
        if (this == None)
        {
            return now + ShortestKept;
        }

        var twice = (End - Start) * 2;
        return End + (twice < ShortestKept ? ShortestKept : twice > LongestKept ? LongestKept : twice);
    }

    public static BudgetWindow At(string? per, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return per switch
        {
            "second" => Of(utc, TimeSpan.FromSeconds(1)),
            "minute" => Of(utc, TimeSpan.FromMinutes(1)),
            "hour" => Of(utc, TimeSpan.FromHours(1)),
            "day" => Of(utc, TimeSpan.FromDays(1)),
            "month" => Month(utc),
            _ => None,
        };
    }

    private static BudgetWindow Of(DateTime utc, TimeSpan length)
    {
        var start = new DateTimeOffset(utc.Ticks - (utc.Ticks % length.Ticks), TimeSpan.Zero);
        return new BudgetWindow(start, start + length);
    }

    private static BudgetWindow Month(DateTime utc)
    {
        var start = new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return new BudgetWindow(start, start.AddMonths(1));
    }
}
