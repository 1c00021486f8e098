using BenchmarkDotNet.Running;
using Concordat.Benchmarks;
using Concordat.Benchmarks.Cedar;
using Concordat.Benchmarks.Safeguards;

if (args is ["--check", ..])
{
    return AllocationCheck.Run(Path.Combine(AppContext.BaseDirectory, "allocations.json"));
}

if (args is ["--cedar-cases", var file])
{
    CedarCases.Write(file);
    return 0;
}

if (args is ["--throughput"])
{
    return Throughput.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(AllocationCheck).Assembly).Run(args);
return 0;
