using System.Globalization;
using System.Text.Json;
using Concordat.Benchmarks.Cedar;
using Concordat.Benchmarks.Routing;
using Concordat.Benchmarks.Translation;

namespace Concordat.Benchmarks;

/// <summary>
/// Measures the allocated bytes of every benchmark's operation and compares them with the committed ones. Bytes, unlike times, are the
/// same on every machine, so that this can fail a build. Counted is what the calling thread allocates: no operation here leaves it.
/// </summary>
internal static class AllocationCheck
{
    private const int Warmup = 3_000;
    private const int Rounds = 2_000;

    /// <summary>Room for what the pools and the runtime allocate now and then, in bytes an operation.</summary>
    private const double Slack = 8;

    public static int Run(string baselineFile)
    {
        var baseline = JsonSerializer.Deserialize(File.ReadAllText(baselineFile), AllocationJson.Default.DictionaryStringDouble)!;
        var failed = 0;
        foreach (var (name, bytes) in Measure())
        {
            var known = baseline.TryGetValue(name, out var allowed);
            var ok = known && bytes <= allowed + Slack;
            failed += ok ? 0 : 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(ok ? "ok  " : "FAIL")} {name}: {bytes:F0} B/op, allowed {(known ? allowed.ToString("F0", CultureInfo.InvariantCulture) : "unknown: add it to allocations.json")}"));
        }

        return failed == 0 ? 0 : 1;
    }

    private static IEnumerable<(string Name, double Bytes)> Measure()
    {
        var inspect = new InspectBenchmarks();
        yield return ("inspect.request", PerOperation(() => inspect.Request()));
        yield return ("inspect.prompt", PerOperation(() => inspect.PromptOfOneKibibyte()));
        yield return ("inspect.answer", PerOperation(() => inspect.Answer()));
        yield return ("inspect.stream20", PerOperation(() => inspect.StreamOfTwentyEvents()));
        var decide = new DecideBenchmarks();
        yield return ("decide", PerOperation(() => decide.Decide()));
        yield return ("decide.bind", PerOperation(() => decide.BindAndDecide()));
        var cedar = new CedarDecisionBenchmarks();
        yield return ("cedar.sixty", PerOperation(() => cedar.SixtyClauses()));
        foreach (var upstream in (string[])["messages", "converse", "gemini"])
        {
            var translate = new TranslateBenchmarks { Upstream = upstream };
            yield return ($"translate.{upstream}", PerOperation(() => translate.Exchange()));
            yield return ($"translate.{upstream}.stream20", PerOperation(() => translate.Event()));
        }

        var route = new RouteBenchmarks();
        foreach (var policy in RouteBenchmarks.Policies)
        {
            route.Policy = policy;
            yield return ($"route.{policy}", PerOperation(() => route.Choose()));
            yield return ($"route.{policy}.keep", PerOperation(() => route.Keep()));
        }

        var append = new AppendBenchmarks();
        append.Open();
        yield return ("append", PerOperation(() => append.Append().GetAwaiter().GetResult()));
        append.CloseAsync().GetAwaiter().GetResult();
    }

    private static double PerOperation(Action operation)
    {
        for (var i = 0; i < Warmup; i++)
        {
            operation();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            operation();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds;
    }
}
