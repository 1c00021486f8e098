using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Snp;

/// <summary>Checks AMD SEV-SNP reports: signature by the chip's own key (VCEK), its certificate by AMD (ASK, pinned ARK), firmware against the certificate.</summary>
internal static class SnpVerifier
{
    private const ulong MigrationAgent = 1ul << 18;
    private const ulong Debug = 1ul << 19;

    public static ProvenEvidence Verify(ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now) =>
        Verify(document, hash, demand, now, demand.Roots ?? PinnedRoots.Amd);

    public static ProvenEvidence Verify(
        ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now, IReadOnlyList<X509Certificate2> roots)
    {
        var evidence = SnpEvidence.Read(document);
        var report = new SnpReport(evidence.Report);
        using var vcek = X509CertificateLoader.LoadCertificate(evidence.Vcek);
        using var ask = X509CertificateLoader.LoadCertificate(evidence.Ask);
        CheckSignature(report, vcek);
        foreach (var certificate in CertificatePath.Follow(vcek, [ask], roots, now))
        {
            certificate.Dispose();
        }

        if (vcek.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != "SEV-VCEK")
        {
            throw new EvidenceException(EvidenceFault.Chain, "it is signed by another kind of key than a VCEK");
        }

        CheckPolicy(report);
        try
        {
            return Prove(report, vcek, hash, demand, now);
        }
        catch (AsnContentException fault)
        {
            throw EvidenceException.Malformed("the certificate of its key cannot be read", fault);
        }
    }

    private static ProvenEvidence Prove(SnpReport report, X509Certificate2 vcek, string hash, EvidenceDemand demand, DateTimeOffset now)
    {
        var product = SnpFirmware.ProductOf(vcek);
        var firmware = SnpFirmware.Check(report, vcek, product);
        foreach (var (name, least) in demand.Firmware)
        {
            if (!firmware.TryGetValue(name, out var version) || version < least)
            {
                throw new EvidenceException(EvidenceFault.Firmware, $"its {name} is of version {version}, and the least agreed is {least}");
            }
        }

        // The second half of what the guest put into the report is the nonce, the first the SHA-256 of its TLS key.
        if (demand.Nonce is { Length: not 32 })
        {
            throw new ArgumentException("the nonce of a report has 32 bytes", nameof(demand));
        }

        Demands.Nonce(demand, report.ReportData[32..]);
        var measurements = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("host-data", Convert.ToHexStringLower(report.HostData)),
            KeyValuePair.Create("measurement", Convert.ToHexStringLower(report.Measurement)),
        ]);
        Demands.Measurements(demand, measurements);
        var key = report.ReportData[..32];
        if (demand.BindsKey && !key.ContainsAnyExcept((byte)0))
        {
            throw new EvidenceException(EvidenceFault.Key, "it names no TLS key: the first half of its report data is zero");
        }

        // A report has no time of its own: it is as old as its nonce.
        var expires = Demands.Earlier(Demands.Expiry(demand, now, now), new DateTimeOffset(vcek.NotAfter));
        return new ProvenEvidence(
            EvidenceKind.AmdSevSnp, demand.BindsKey ? AssuranceLevel.A3 : AssuranceLevel.A2, hash, expires, measurements,
            ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                [
                    KeyValuePair.Create("chip", Convert.ToHexStringLower(report.Chip)),
                    KeyValuePair.Create("product", product),
                    KeyValuePair.Create("vmpl", report.Vmpl.ToString(CultureInfo.InvariantCulture)),
                    .. firmware.Select(static part => KeyValuePair.Create($"firmware-{part.Key}", part.Value.ToString(CultureInfo.InvariantCulture))),
                ]),
            demand.BindsKey ? [Convert.ToHexStringLower(key)] : []);
    }

    private static void CheckSignature(SnpReport report, X509Certificate2 vcek)
    {
        using var key = vcek.GetECDsaPublicKey();
        if (report.Algorithm != 1 || key?.KeySize != 384)
        {
            throw new EvidenceException(EvidenceFault.Algorithm, "it is signed under another algorithm than ECDSA P-384 with SHA-384");
        }

        if (!key.VerifyData(report.Signed, report.Signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
        {
            throw new EvidenceException(EvidenceFault.Signature, "its signature is not that of the chip's certificate");
        }
    }

    private static void CheckPolicy(SnpReport report)
    {
        if ((report.Policy & Debug) != 0)
        {
            throw new EvidenceException(EvidenceFault.Debug, "its policy allows debugging: the operator of the machine can read the guest");
        }

        if ((report.Policy & MigrationAgent) != 0)
        {
            throw new EvidenceException(EvidenceFault.Debug, "its policy allows a migration agent, which can take the guest to another machine");
        }

        if ((report.KeyInfo & 0b11110) != 0)
        {
            throw new EvidenceException(EvidenceFault.Chain, "it hides its chip, or is signed by another kind of key than a VCEK");
        }
    }
}
