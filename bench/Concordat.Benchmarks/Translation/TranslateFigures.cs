using System.Diagnostics;
using System.Globalization;

namespace Concordat.Benchmarks.Translation;

/// <summary>Prints what translating costs in processor time, which says little less on a machine that others use too.</summary>
internal static class TranslateFigures
{
    private const int Rounds = 20_000;

    public static int Run()
    {
        foreach (var upstream in (string[])["messages", "converse", "gemini"])
        {
            var bench = new TranslateBenchmarks { Upstream = upstream };
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"chat to {upstream} and back, 1 KiB each: {Microseconds(() => bench.Exchange(), Rounds):F1} us; one event: {Microseconds(() => bench.Event(), Rounds / 4) / 20:F2} us"));
        }

        return 0;
    }

    private static double Microseconds(Action operation, int rounds)
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
        return (self.TotalProcessorTime - before).TotalMicroseconds / rounds;
    }
}
