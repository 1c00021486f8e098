using Concordat.Console.Data;

namespace Concordat.Console.Tests.Kit;

internal sealed class FakeDecisionFeed : IDecisionFeed
{
    public List<DecisionView> Decisions { get; } = [];

    public VerdictCounts Counts { get; set; } = new(0, 0, 0);

    public IReadOnlyList<DecisionView> Latest(int most) => [.. Decisions.Take(most)];
}
