using BenchmarkDotNet.Running;
using Concordat.Benchmarks;

if (args is ["--check", ..])
{
    return AllocationCheck.Run(Path.Combine(AppContext.BaseDirectory, "allocations.json"));
}

BenchmarkSwitcher.FromAssembly(typeof(AllocationCheck).Assembly).Run(args);
return 0;
