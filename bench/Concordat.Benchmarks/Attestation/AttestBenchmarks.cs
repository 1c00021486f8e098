using BenchmarkDotNet.Attributes;
using Concordat.Attestation;
using Concordat.Attestation.Nitro;
using Concordat.Attestation.Tests.Kit;

namespace Concordat.Benchmarks.Attestation;

/// <summary>Verifying one real document, signatures and the whole chain up to the pinned root; see the vectors' own page for where they are from.</summary>
[MemoryDiagnoser]
public class AttestBenchmarks
{
    public static readonly string[] Documents = ["nitro", "milan", "genoa", "turin"];

    private byte[] _document = [];
    private EvidenceDemand _demand = new() { Kind = EvidenceKind.AmdSevSnp };
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [ParamsSource(nameof(Documents))]
    public string Document { get; set; } = "nitro";

    [GlobalSetup]
    public void Read()
    {
        if (Document == "nitro")
        {
            _document = Vectors.Nitro("document.bin");
            _demand = new EvidenceDemand { Kind = EvidenceKind.AwsNitro, ValidFor = TimeSpan.FromHours(1) };
            _now = NitroDocument.Read(_document).Made.AddSeconds(1);
        }
        else
        {
            _document = Vectors.Snp(Document);
        }
    }

    [Benchmark]
    public AssuranceLevel Verify() =>
        EvidenceVerifier.Verify(_document, _demand, _now).Proven?.Level ?? throw new InvalidOperationException("a real document is proven");
}
