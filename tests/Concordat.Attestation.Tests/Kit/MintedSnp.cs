using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Attestation.Tests.Kit;

/// <summary>Reports like those of AMD's secure processor, under a root of our own. Starts from the real report of Milan.</summary>
internal sealed record MintedSnp
{
    private const string Arc = "1.3.6.1.4.1.3704.1.";

    public required DateTimeOffset Now { get; init; }

    public ulong Policy { get; init; } = 0x3001f;

    public byte[] ReportData { get; init; } = new byte[64];

    public uint KeyInfo { get; init; }

    public uint Algorithm { get; init; } = 1;

    public byte ReportedMicrocode { get; init; } = 0xdb;

    public byte CertifiedMicrocode { get; init; } = 0xdb;

    public bool OtherChip { get; init; }

    public string KeyName { get; init; } = "SEV-VCEK";

    public (byte[] Document, X509Certificate2 Root) Make()
    {
        using var chain = MakeChain();
        return (Make(chain), X509CertificateLoader.LoadCertificate(chain.Root.RawData));
    }

    /// <summary>The certificates of one machine, for several reports of it.</summary>
    public MintedChain MakeChain()
    {
        var report = Report();
        var chip = report[0x1a0..0x1e0];
        chip[0] ^= (byte)(OtherChip ? 1 : 0);
        return new MintedChain(Now).Add("ARK-Test", life: TimeSpan.FromDays(30)).Add("SEV-Test").Add(KeyName, isAuthority: false, life: null,
        [
            Extension("2", writer => writer.WriteCharacterString(UniversalTagNumber.IA5String, "Milan-B0")),
            Extension("3.1", writer => writer.WriteInteger(report[0x180])),
            Extension("3.2", writer => writer.WriteInteger(report[0x181])),
            Extension("3.3", writer => writer.WriteInteger(report[0x186])),
            Extension("3.8", writer => writer.WriteInteger(CertifiedMicrocode)),
            new X509Extension(Arc + "4", chip, critical: false),
        ]);
    }

    public byte[] Make(MintedChain chain)
    {
        var report = Report();
        var signature = chain.LeafKey.SignData(report.AsSpan(0, 0x2a0), HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        report.AsSpan(0x2a0).Clear();
        Reversed(signature[..48]).CopyTo(report, 0x2a0);
        Reversed(signature[48..]).CopyTo(report, 0x2a0 + 72);
        return Vectors.Snp(report, chain.Leaf.RawData, chain.Authorities.Last());
    }

    private byte[] Report()
    {
        var report = Vectors.SnpReport("milan");
        BitConverter.TryWriteBytes(report.AsSpan(8), Policy);
        BitConverter.TryWriteBytes(report.AsSpan(0x34), Algorithm);
        BitConverter.TryWriteBytes(report.AsSpan(0x48), KeyInfo);
        ReportData.CopyTo(report.AsSpan(0x50));
        report[0x187] = ReportedMicrocode;
        return report;
    }

    private static byte[] Reversed(byte[] bytes)
    {
        Array.Reverse(bytes);
        return bytes;
    }

    private static X509Extension Extension(string arc, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new X509Extension(Arc + arc, writer.Encode(), critical: false);
    }
}
