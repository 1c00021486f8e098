using BenchmarkDotNet.Attributes;

namespace Concordat.Benchmarks.Cedar;

/// <summary>One request against all clauses of an agreement, each clause's outcome kept.</summary>
[MemoryDiagnoser]
public class CedarDecisionBenchmarks
{
    private readonly ReadyCedarCase _base = CedarCases.Base().Read();
    private readonly ReadyCedarCase _sixty = CedarCases.Sixty().Read();

    [Benchmark]
    public int BaseAgreement() => _base.EvaluateAll();

    [Benchmark]
    public int SixtyClauses() => _sixty.EvaluateAll();
}
