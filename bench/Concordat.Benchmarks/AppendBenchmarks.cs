using BenchmarkDotNet.Attributes;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Benchmarks;

/// <summary>One durable append of an entry of 1,400 bytes by a single writer, fdatasync included.</summary>
[MemoryDiagnoser]
public class AppendBenchmarks
{
    private readonly byte[] _entry = new byte[1400];
    private string _directory = "";
    private SigningKey? _key;
    private LedgerWriter? _ledger;

    [GlobalSetup]
    public void Open()
    {
        // Beside the program, not in /tmp: that may be memory, where a sync costs nothing.
        _directory = Path.Combine(AppContext.BaseDirectory, $"ledger-{Environment.ProcessId}");
        _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        _ledger = LedgerWriter.Open(new LedgerOptions { Directory = _directory, Origin = "bench.example/ledger", Key = _key }, TimeProvider.System);
    }

    [Benchmark]
    public async Task<long> Append() => (await _ledger!.AppendAsync(_entry, CancellationToken.None)).Value;

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _ledger!.DisposeAsync();
        _key!.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
