using BenchmarkDotNet.Attributes;

namespace Concordat.Benchmarks.Cedar;

/// <summary>All requests of one of Cedar's example use cases, with decision, reasons and errors.</summary>
[MemoryDiagnoser]
public class CedarUseCaseBenchmarks
{
    private ReadyCedarCase _case = null!;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    public static IEnumerable<string> Names => CedarCases.ExampleUseCases().Select(each => each.Name);

    [GlobalSetup]
    public void Read() => _case = CedarCases.ExampleUseCases().First(each => each.Name == Name).Read();

    [Benchmark]
    public int Authorize() => _case.Authorize();
}
