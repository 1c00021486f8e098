namespace Concordat.Cedar.Analysis;

/// <summary>Puts facts that policies read together close to each other, which keeps diagrams small.</summary>
/// <remarks>
/// Source: Aloul, Markov, Sakallah, "FORCE: a fast and easy-to-implement variable-ordering heuristic" (2003): every policy pulls its facts
/// to their centre, a few times over; the order with the shortest policies is kept.
/// </remarks>
internal static class FactOrder
{
    private const int Rounds = 50;

    /// <summary>A new order of <paramref name="count"/> facts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="policies">For each policy, which facts it reads.</param>
    public static int[] Arrange(int count, IReadOnlyList<int[]> policies)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        var (best, bestSpan) = (order, long.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var places = PlacesOf(order);
            var span = policies.Sum(facts => (long)facts.Max(fact => places[fact]) - facts.Min(fact => places[fact]));
            if (span < bestSpan)
            {
                (best, bestSpan) = (order, span);
            }
            else if (round > 0 && span == bestSpan)
            {
                break;
            }

            order = Pull(places, policies);
        }

        return best;
    }

    private static int[] Pull(int[] places, IReadOnlyList<int[]> policies)
    {
        var sums = new double[places.Length];
        var counts = new int[places.Length];
        foreach (var facts in policies)
        {
            var centre = facts.Average(fact => places[fact]);
            foreach (var fact in facts)
            {
                sums[fact] += centre;
                counts[fact]++;
            }
        }

        return [.. Enumerable.Range(0, places.Length).OrderBy(fact => counts[fact] == 0 ? places[fact] : sums[fact] / counts[fact]).ThenBy(fact => places[fact])];
    }

    private static int[] PlacesOf(int[] order)
    {
        var places = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        return places;
    }
}
