using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Attestation.Snp;

/// <summary>The versions of firmware in a report, and those that the certificate of its key was made for.</summary>
/// <remarks>Source: AMD 57230, VCEK Certificate and KDS Interface Specification, section 3; 56860 for the order of bytes per family.</remarks>
internal static class SnpFirmware
{
    private const string Arc = "1.3.6.1.4.1.3704.1.";

    private static readonly (string Name, string Oid, int Offset)[] Zen3And4 =
        [("bootloader", Arc + "3.1", 0), ("tee", Arc + "3.2", 1), ("snp", Arc + "3.3", 6), ("microcode", Arc + "3.8", 7)];

    private static readonly (string Name, string Oid, int Offset)[] Zen5 =
        [("fmc", Arc + "3.9", 0), ("bootloader", Arc + "3.1", 1), ("tee", Arc + "3.2", 2), ("snp", Arc + "3.3", 3), ("microcode", Arc + "3.8", 7)];

    /// <summary>The product that the certificate names, such as <c>Milan-B0</c>.</summary>
    public static string ProductOf(X509Certificate2 vcek)
    {
        var value = new AsnReader(Extension(vcek, Arc + "2"), AsnEncodingRules.DER);
        var text = value.ReadCharacterString(UniversalTagNumber.IA5String);
        value.ThrowIfNotEmpty();
        return text;
    }

    /// <summary>The versions, once the report and the certificate were found to agree on each.</summary>
    public static ImmutableSortedDictionary<string, int> Check(SnpReport report, X509Certificate2 vcek, string product)
    {
        var parts = product.StartsWith("Turin", StringComparison.Ordinal) ? Zen5 : Zen3And4;
        var found = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (name, oid, offset) in parts)
        {
            var certified = new AsnReader(Extension(vcek, oid), AsnEncodingRules.DER);
            if (!certified.TryReadInt32(out var version) || version != report.ReportedTcb[offset])
            {
                throw new EvidenceException(
                    EvidenceFault.Firmware, $"its {name} is of version {report.ReportedTcb[offset]}, for which the certificate of its key was not made");
            }

            certified.ThrowIfNotEmpty();
            found[name] = version;
        }

        CheckChip(report, vcek);
        return found.ToImmutable();
    }

    private static void CheckChip(SnpReport report, X509Certificate2 vcek)
    {
        var certified = Extension(vcek, Arc + "4").Span;
        if (certified is [0x04, _, ..] && certified[1] == certified.Length - 2)
        {
            certified = certified[2..]; // wrapped once more by some
        }

        // Turin certifies 8 bytes, the families before it 64; what follows them in the report is zero.
        if (certified.Length is not (8 or 64) || !report.Chip.StartsWith(certified) || report.Chip[certified.Length..].ContainsAnyExcept((byte)0))
        {
            throw new EvidenceException(EvidenceFault.Chain, "the certificate of its key is of another chip");
        }
    }

    private static ReadOnlyMemory<byte> Extension(X509Certificate2 vcek, string oid) =>
        vcek.Extensions.FirstOrDefault(extension => extension.Oid?.Value == oid)?.RawData
        ?? throw new EvidenceException(EvidenceFault.Chain, $"the certificate of its key lacks {oid}");
}
