using System.Buffers.Binary;

namespace Concordat.Attestation.Snp;

/// <summary>An attestation report of AMD SEV-SNP as the secure processor wrote it; nothing in it is believed yet.</summary>
/// <remarks>Source: AMD 56860, SEV Secure Nested Paging Firmware ABI, ATTESTATION_REPORT. Little-endian, 1184 bytes.</remarks>
internal readonly ref struct SnpReport
{
    public const int Size = 1184;

    private const int SignedBytes = 0x2a0;
    private const int PartBytes = 72;
    private const int UsedBytes = 48;

    private readonly ReadOnlySpan<byte> _report;

    public SnpReport(ReadOnlySpan<byte> report)
    {
        if (report.Length != Size)
        {
            throw EvidenceException.Malformed($"the report has {report.Length} bytes, not {Size}");
        }

        _report = report;
        if (Version is < 2 or > 5)
        {
            throw EvidenceException.Malformed($"the report is of version {Version}, which this program does not know");
        }
    }

    public uint Version => BinaryPrimitives.ReadUInt32LittleEndian(_report);

    /// <summary>What the owner of the guest allows: bit 18 a migration agent, bit 19 debugging.</summary>
    public ulong Policy => BinaryPrimitives.ReadUInt64LittleEndian(_report[8..]);

    public uint Vmpl => BinaryPrimitives.ReadUInt32LittleEndian(_report[0x30..]);

    /// <summary>1 for ECDSA P-384 with SHA-384.</summary>
    public uint Algorithm => BinaryPrimitives.ReadUInt32LittleEndian(_report[0x34..]);

    /// <summary>Bit 1 hides the chip; bits 2 to 4 name the key that signed, 0 for the VCEK.</summary>
    public uint KeyInfo => BinaryPrimitives.ReadUInt32LittleEndian(_report[0x48..]);

    public ReadOnlySpan<byte> ReportData => _report.Slice(0x50, 64);

    public ReadOnlySpan<byte> Measurement => _report.Slice(0x90, 48);

    public ReadOnlySpan<byte> HostData => _report.Slice(0xc0, 32);

    /// <summary>The firmware that the key was derived for.</summary>
    public ReadOnlySpan<byte> ReportedTcb => _report.Slice(0x180, 8);

    public ReadOnlySpan<byte> Chip => _report.Slice(0x1a0, 64);

    public ReadOnlySpan<byte> Signed => _report[..SignedBytes];

    /// <summary>R and S, 48 bytes each, big-endian.</summary>
    public byte[] Signature
    {
        get
        {
            var rest = _report[(SignedBytes + (2 * PartBytes))..];
            byte[] signature = [.. Part(0), .. Part(PartBytes)];
            return rest.ContainsAnyExcept((byte)0) ? throw EvidenceException.Malformed("bytes that must be zero are not") : signature;
        }
    }

    private byte[] Part(int offset)
    {
        var part = _report.Slice(SignedBytes + offset, PartBytes);
        if (part[UsedBytes..].ContainsAnyExcept((byte)0))
        {
            throw EvidenceException.Malformed("its signature is longer than one of P-384");
        }

        var value = part[..UsedBytes].ToArray();
        Array.Reverse(value);
        return value;
    }
}
