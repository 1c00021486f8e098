using System.Globalization;
using System.Text.Json;

namespace Concordat.Benchmarks.Ledger;

/// <summary>Measures the log and writes the figures to a file; bench/ledger/run makes a table of them.</summary>
internal static class LedgerFigures
{
    private const int SteadyRate = 15_000;

    public static async Task<int> WriteAsync(string directory, string seconds, string output)
    {
        var figures = await AppendLoad.RunAsync(Path.Combine(directory, "append"), int.Parse(seconds, CultureInfo.InvariantCulture), SteadyRate);
        foreach (var (name, value) in await HundredMillion.RunAsync(Path.Combine(directory, "large")))
        {
            figures[name] = value;
        }

        await File.WriteAllTextAsync(output, JsonSerializer.Serialize(figures, AllocationJson.Default.DictionaryStringDouble));
        return 0;
    }
}
