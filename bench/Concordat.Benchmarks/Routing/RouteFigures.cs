using System.Diagnostics;
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
                $"{policy}, 1,000 deployments, 1,000 orders: {Nanoseconds(() => bench.Choose(), Rounds):F0} ns; keeping a conversation: {Nanoseconds(() => bench.Keep(), Rounds / 20):F0} ns"));
        }

        return 0;
    }

    private static double Nanoseconds(Action operation, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            operation();
        }

        using var self = Process.GetCurrentProcess();
        self.Refresh();
        var before = self.TotalProcessorTime;
        for (var i = 0; i < rounds; i++)
        {
            operation();
        }

        self.Refresh();
        return (self.TotalProcessorTime - before).TotalNanoseconds / rounds;
    }
}
