using System.Globalization;

namespace Concordat.Benchmarks.Translation;

/// <summary>Prints what translating costs in processor time, which says little less on a machine that others use too.</summary>
internal static class TranslateFigures
{
    private const int Rounds = 20_000;

    public static int Run()
    {
        TranslateBenchmarks[] all = [.. ((string[])["messages", "converse", "gemini"]).Select(static upstream => new TranslateBenchmarks { Upstream = upstream })];
        foreach (var bench in all)
        {
            // what is measured first would pay for compiling what all share
            ProcessorTime.Nanoseconds(() => bench.Exchange(), Rounds, Rounds);
        }

        foreach (var bench in all)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"chat to {bench.Upstream} and back, 1 KiB each: {ProcessorTime.Nanoseconds(() => bench.Exchange(), Rounds, Rounds) / 1000:F1} us; one event: {ProcessorTime.Nanoseconds(() => bench.Event(), Rounds / 4, Rounds / 4) / 20_000:F2} us"));
        }

        return 0;
    }
}
