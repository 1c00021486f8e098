namespace Concordat.Oversight.Verdicts;

/// <summary>How often each verdict was given on one day (UTC), by all nodes together.</summary>
public sealed record VerdictDay(DateOnly Day, long Permitted, long Held, long Refused)
{
    public long Total => Permitted + Held + Refused;
}
