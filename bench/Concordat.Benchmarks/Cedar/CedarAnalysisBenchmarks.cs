using BenchmarkDotNet.Attributes;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Benchmarks.Cedar;

/// <summary>Proofs about whole agreements.</summary>
[MemoryDiagnoser]
public class CedarAnalysisBenchmarks
{
    private readonly PolicyAnalyzer _analyzer = new(CedarSchema.Parse(CedarCases.Base().Schema));
    private readonly PolicySet _base = PolicySet.Parse(CedarCases.Base().Policies);
    private readonly PolicySet _sixty = PolicySet.Parse(CedarCases.Sixty().Policies);
    private readonly PolicySet _amended = PolicySet.Parse(
        CedarCases.Base().Policies.Replace("context.persons.presumedUs > 25", "context.persons.presumedUs > 50", StringComparison.Ordinal));

    [Benchmark]
    public bool Subsumes() => _analyzer.Subsumes(_base, _amended).Holds;

    [Benchmark]
    public int Diff() => _analyzer.Diff(_base, _amended).Regions.Length;

    [Benchmark]
    public bool SixtyClausesEquivalent() => _analyzer.Equivalent(_sixty, _sixty).Holds;

    [Benchmark]
    public int Findings() => _analyzer.Findings(_base).Length;
}
