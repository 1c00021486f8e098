using BenchmarkDotNet.Running;
using Concordat.Benchmarks;
using Concordat.Benchmarks.Cedar;

if (args is ["--check", ..])
{
    return AllocationCheck.Run(Path.Combine(AppContext.BaseDirectory, "allocations.json"));
}

if (args is ["--cedar-cases", var file])
{
    CedarCases.Write(file);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(AllocationCheck).Assembly).Run(args);
return 0;
