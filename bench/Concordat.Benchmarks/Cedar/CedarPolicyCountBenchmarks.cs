using BenchmarkDotNet.Attributes;

namespace Concordat.Benchmarks.Cedar;

/// <summary>What further policies cost, when they cannot apply to the request and when they may.</summary>
[MemoryDiagnoser]
public class CedarPolicyCountBenchmarks
{
    private ReadyCedarCase _cannot = null!;
    private ReadyCedarCase _may = null!;

    [Params(5, 10, 30, 100, 300, 1_000)]
    public int Policies { get; set; }

    [GlobalSetup]
    public void Read()
    {
        _cannot = CedarCases.CannotApply(Policies).Read();
        _may = CedarCases.MayApply(Policies).Read();
    }

    [Benchmark]
    public int CannotApply() => _cannot.Authorize();

    [Benchmark]
    public int MayApply() => _may.Authorize();
}
