namespace Concordat.Gateway.Replaying;

/// <summary>Counts the entries in which one clause decides now and did not, or the other way round.</summary>
internal sealed class ClauseCount
{
    private const int MostKept = 10;

    private readonly List<long> _firstAdded = [];
    private readonly List<long> _firstDropped = [];
    private long _added;
    private long _dropped;

    public void Add(long index)
    {
        _added++;
        Keep(_firstAdded, index);
    }

    public void Drop(long index)
    {
        _dropped++;
        Keep(_firstDropped, index);
    }

    public ClauseChange Of(string clause) => new(clause, _added, _dropped, _firstAdded, _firstDropped);

    private static void Keep(List<long> kept, long index)
    {
        if (kept.Count < MostKept)
        {
            kept.Add(index);
        }
    }
}
