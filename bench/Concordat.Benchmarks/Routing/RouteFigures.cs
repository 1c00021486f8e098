using System.Globalization;

namespace Concordat.Benchmarks.Routing;

/// <summary>Prints what choosing a deployment costs in processor time, which says little less on a machine that others use too.</summary>
internal static class RouteFigures
{
    private const int Rounds = 2_000_000;

    public static int Run()
    {
        var bench = new RouteBenchmarks();
        foreach (var policy in RouteBenchmarks.Policies)
        {
            bench.Policy = policy;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{policy}, 1,000 deployments, 1,000 orders: {ProcessorTime.Nanoseconds(() => bench.Choose(), Rounds, Rounds):F0} ns; keeping a conversation: {ProcessorTime.Nanoseconds(() => bench.Keep(), Rounds / 2, Rounds / 2):F0} ns"));
        }

        return 0;
    }
}
