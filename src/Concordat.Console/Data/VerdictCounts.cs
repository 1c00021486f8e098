namespace Concordat.Console.Data;

public sealed record VerdictCounts(long Permitted, long Held, long Refused)
{
    public long Total => Permitted + Held + Refused;
}
