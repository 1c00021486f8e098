using System.Diagnostics;

namespace Concordat.Benchmarks;

/// <summary>Measures in processor time, which says little less on a machine that others use too.</summary>
internal static class ProcessorTime
{
    /// <summary>What one round costs on average, in nanoseconds.</summary>
    public static double Nanoseconds(Action operation, int rounds, int warmUp)
    {
        for (var i = 0; i < warmUp; i++)
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
