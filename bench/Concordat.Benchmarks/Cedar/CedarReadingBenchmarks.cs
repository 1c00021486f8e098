using BenchmarkDotNet.Attributes;
using Concordat.Cedar;

namespace Concordat.Benchmarks.Cedar;

/// <summary>A thousand policies: read, validated, compiled.</summary>
[MemoryDiagnoser]
public class CedarReadingBenchmarks
{
    private readonly (string Policies, string Schema) _thousand = CedarCases.Thousand();

    [Benchmark]
    public int ParseAndValidate() =>
        Validator.Validate(PolicySet.Parse(_thousand.Policies), CedarSchema.Parse(_thousand.Schema)).Count;

    [Benchmark]
    public int ParseAndCompile() =>
        CompiledPolicySet.Compile(PolicySet.Parse(_thousand.Policies), CedarSchema.Parse(_thousand.Schema)).Count;
}
