using BenchmarkDotNet.Running;
using Concordat.Benchmarks;
using Concordat.Benchmarks.Archive;
using Concordat.Benchmarks.Attestation;
using Concordat.Benchmarks.Cedar;
using Concordat.Benchmarks.Grants;
using Concordat.Benchmarks.Ledger;
using Concordat.Benchmarks.Routing;
using Concordat.Benchmarks.Safeguards;
using Concordat.Benchmarks.Translation;

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

if (args is ["--safeguards", var figures, .. var labelled])
{
    return await SafeguardFigures.WriteAsync(figures, labelled);
}

if (args is ["--ledger", var work, var seconds, var output])
{
    return await LedgerFigures.WriteAsync(work, seconds, output);
}

if (args is ["--grants", var place])
{
    return await GrantFigures.WriteAsync(place);
}

if (args is ["--archive", var database, var log, var cases, var entries])
{
    return await ArchiveFigures.FillAsync(database, log, cases, entries);
}

if (args is ["--archive-ledger", var directory, var logKey, var origin, var samples, var size])
{
    return await LedgerArchive.FillAsync(directory, logKey, origin, samples, size);
}

if (args is ["--translate"])
{
    return TranslateFigures.Run();
}

if (args is ["--attest"])
{
    return AttestFigures.Run();
}

if (args is ["--route"])
{
    return RouteFigures.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(AllocationCheck).Assembly).Run(args);
return 0;
