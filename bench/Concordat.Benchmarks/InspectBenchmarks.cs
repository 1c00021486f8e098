using BenchmarkDotNet.Attributes;
using Concordat.Benchmarks.Safeguards;
using Concordat.Safeguards;

namespace Concordat.Benchmarks;

/// <summary>Inspecting a clean request of 350 bytes and one of 1 KiB, a clean answer of 1 KB, and one stream event.</summary>
[MemoryDiagnoser]
public class InspectBenchmarks
{
    [Benchmark]
    public bool Request()
    {
        var inspection = RequestInspection.Rent();
        var fault = inspection.InspectJson(Samples.Request, 64);
        RequestInspection.Return(inspection);
        return fault is null;
    }

    [Benchmark]
    public bool PromptOfOneKibibyte()
    {
        var inspection = RequestInspection.Rent();
        var fault = inspection.InspectJson(SafeguardTexts.Prompt, 64);
        RequestInspection.Return(inspection);
        return fault is null;
    }

    [Benchmark]
    public bool Answer()
    {
        var inspection = AnswerInspection.Rent();
        var fault = inspection.InspectEvent(Samples.Answer, 64);
        inspection.Complete();
        AnswerInspection.Return(inspection);
        return fault is null;
    }

    [Benchmark(OperationsPerInvoke = 20)]
    public long StreamOfTwentyEvents()
    {
        var inspection = AnswerInspection.Rent();
        for (var i = 0; i < 20; i++)
        {
            inspection.InspectEvent(Samples.StreamEvent, 64);
        }

        inspection.Complete();
        var position = inspection.SafePosition;
        AnswerInspection.Return(inspection);
        return position;
    }
}
