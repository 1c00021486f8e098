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
            var milliseconds = ProcessorTime.Nanoseconds(() => bench.Verify(), Rounds, Rounds / 10) / 1_000_000;
            worst = Math.Max(worst, milliseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verify {document}: {milliseconds:F2} ms, promised {Promised:F0} ms"));
        }

        return worst < Promised ? 0 : 1;
    }
}
