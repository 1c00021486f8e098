using Concordat.Console.Data;

namespace Concordat.Console.Tests.Kit;

internal sealed class FakeDecisionFeed : IDecisionFeed
{
    private readonly Lock _gate = new();

    public List<DecisionView> Decisions { get; } = [];

    /// <summary>How many looks fail from now on.</summary>
    public int Failing { get; set; }

    public VerdictCounts Counts { get; set; } = new(0, 0, 0);

    /// <summary>Adds decisions at once, newest first.</summary>
    public void Add(params DecisionView[] decisions)
    {
        lock (_gate)
        {
            Decisions.InsertRange(0, decisions);
        }
    }

    public IReadOnlyList<DecisionView> Latest(int most)
    {
        lock (_gate)
        {
            if (Failing > 0)
            {
                Failing--;
                throw new InvalidOperationException("the ring is out of order");
            }

            return [.. Decisions.Take(most)];
        }
    }
}
