using System.Diagnostics;
using System.Globalization;

namespace Concordat.Benchmarks.Attestation;

/// <summary>Prints what verifying a document costs in processor time, which says little less on a machine that others use too; fails above what is promised.</summary>
internal static class AttestFigures
{
    private const int Rounds = 300;
    private const double Promised = 10;

    public static int Run()
    {
        var worst = 0.0;
        foreach (var document in AttestBenchmarks.Documents)
        {
            var bench = new AttestBenchmarks { Document = document };
            bench.Read();
            var milliseconds = Milliseconds(() => bench.Verify());
            worst = Math.Max(worst, milliseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verify {document}: {milliseconds:F2} ms, promised {Promised:F0} ms"));
        }

        return worst < Promised ? 0 : 1;
    }

    private static double Milliseconds(Action operation)
    {
        for (var i = 0; i < Rounds / 10; i++)
        {
            operation();
        }

        using var self = Process.GetCurrentProcess();
        self.Refresh();
        var before = self.TotalProcessorTime;
        for (var i = 0; i < Rounds; i++)
        {
            operation();
        }

        self.Refresh();
        return (self.TotalProcessorTime - before).TotalMilliseconds / Rounds;
    }
}
