using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Concordat.Attestation.Snp;
using Concordat.Attestation.Tests.Kit;

namespace Concordat.Attestation.Tests;

public sealed class SnpTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly EvidenceDemand Any = new() { Kind = EvidenceKind.AmdSevSnp };
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] Key = SHA256.HashData("spki"u8);

    [Theory]
    [InlineData("milan", "Milan-B0", 0xdb)]
    [InlineData("genoa", "Genoa", 0x54)]
    [InlineData("turin", "Turin", 0x51)]
    public void A_real_report_is_proven_up_to_the_pinned_root(string name, string product, int microcode)
    {
        var result = EvidenceVerifier.Verify(Vectors.Snp(name), Any, Now);

        Assert.Null(result.Because);
        Assert.Equal(product, result.Proven!.Details["product"]);
        Assert.Equal(microcode.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Proven.Details["firmware-microcode"]);
        Assert.Equal(96, result.Proven.Measurements["measurement"].Length);
        Assert.Equal(AssuranceLevel.A2, result.Proven.Level);
    }

    [Theory]
    [InlineData("milan")]
    [InlineData("genoa")]
    [InlineData("turin")]
    public void No_byte_of_a_real_report_can_be_changed(string name)
    {
        var (vcek, ask) = (Vectors.SnpCertificate(name, "vcek"), Vectors.SnpCertificate(name, "ask"));
        var report = Vectors.SnpReport(name);
        for (var i = 0; i < report.Length; i += i is >= 0x40 and < 0x2a0 ? 7 : 3)
        {
            var changed = report.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.True(EvidenceVerifier.Verify(Vectors.Snp(changed, vcek, ask), Any, Now).Fault is not null, $"byte {i} can be changed");
        }
    }

    [Fact]
    public void No_byte_of_the_certificates_of_a_real_report_can_be_changed()
    {
        var (report, vcek, ask) = (Vectors.SnpReport("milan"), Vectors.SnpCertificate("milan", "vcek"), Vectors.SnpCertificate("milan", "ask"));
        for (var i = 0; i < vcek.Length; i += 13)
        {
            Assert.True(EvidenceVerifier.Verify(Vectors.Snp(report, Flip(vcek, i), ask), Any, Now).Fault is not null, $"byte {i} of the VCEK can be changed");
        }

        for (var i = 0; i < ask.Length; i += 29)
        {
            Assert.True(EvidenceVerifier.Verify(Vectors.Snp(report, vcek, Flip(ask, i)), Any, Now).Fault is not null, $"byte {i} of the ASK can be changed");
        }
    }

    [Fact]
    public void A_report_with_the_certificates_of_another_machine_is_refused()
    {
        var (report, vcek, ask) = (Vectors.SnpReport("milan"), Vectors.SnpCertificate("genoa", "vcek"), Vectors.SnpCertificate("genoa", "ask"));

        Assert.Equal(EvidenceFault.Signature, EvidenceVerifier.Verify(Vectors.Snp(report, vcek, ask), Any, Now).Fault);
        Assert.Equal(EvidenceFault.Chain, EvidenceVerifier.Verify(Vectors.Snp(report, Vectors.SnpCertificate("milan", "vcek"), ask), Any, Now).Fault);
    }

    [Fact]
    public void A_report_under_another_root_is_refused()
    {
        var (document, root) = new MintedSnp { Now = Now }.Make();
        root.Dispose();

        Assert.Equal(EvidenceFault.Chain, EvidenceVerifier.Verify(document, Any, Now).Fault);
    }

    [Fact]
    public void A_report_with_nonce_and_key_is_proven_to_the_highest_level()
    {
        var proven = Prove(new MintedSnp { Now = Now, ReportData = [.. Key, .. Nonce] }, Any with { Nonce = Nonce, BindsKey = true, ValidFor = TimeSpan.FromMinutes(30) });

        Assert.Equal(AssuranceLevel.A3, proven.Level);
        Assert.Equal([Convert.ToHexStringLower(Key)], proven.TlsKeys);
        Assert.Equal(Now.AddMinutes(30), proven.Expires);
    }

    [Fact]
    public void A_replayed_report_is_refused() =>
        Assert.Equal(EvidenceFault.Nonce, FaultOf(new MintedSnp { Now = Now, ReportData = [.. Key, .. Nonce] }, Any with { Nonce = new byte[32] }));

    [Fact]
    public void A_report_that_names_no_key_is_refused_where_one_is_needed() =>
        Assert.Equal(EvidenceFault.Key, FaultOf(new MintedSnp { Now = Now, ReportData = [.. new byte[32], .. Nonce] }, Any with { BindsKey = true }));

    [Theory]
    [InlineData(0x3001ful | (1ul << 19))]
    [InlineData(0x3001ful | (1ul << 18))]
    public void A_guest_that_others_can_look_into_is_refused(ulong policy) =>
        Assert.Equal(EvidenceFault.Debug, FaultOf(new MintedSnp { Now = Now, Policy = policy }, Any));

    [Fact]
    public void Firmware_that_the_certificate_was_not_made_for_is_refused() =>
        Assert.Equal(EvidenceFault.Firmware, FaultOf(new MintedSnp { Now = Now, ReportedMicrocode = 0xda }, Any));

    [Fact]
    public void Downgraded_firmware_is_refused()
    {
        var minted = new MintedSnp { Now = Now, ReportedMicrocode = 0x10, CertifiedMicrocode = 0x10 };
        var least = new Dictionary<string, int>(StringComparer.Ordinal) { ["microcode"] = 0xdb }.ToFrozenDictionary(StringComparer.Ordinal);

        Assert.Equal("16", Prove(minted, Any).Details["firmware-microcode"]);
        Assert.Equal(EvidenceFault.Firmware, FaultOf(minted, Any with { Firmware = least }));
    }

    [Fact]
    public void The_certificate_of_another_chip_is_refused() => Assert.Equal(EvidenceFault.Chain, FaultOf(new MintedSnp { Now = Now, OtherChip = true }, Any));

    [Fact]
    public void A_report_that_hides_its_chip_is_refused() => Assert.Equal(EvidenceFault.Chain, FaultOf(new MintedSnp { Now = Now, KeyInfo = 2 }, Any));

    [Fact]
    public void A_report_signed_by_another_kind_of_key_is_refused()
    {
        Assert.Equal(EvidenceFault.Chain, FaultOf(new MintedSnp { Now = Now, KeyInfo = 1 << 2 }, Any));
        Assert.Equal(EvidenceFault.Chain, FaultOf(new MintedSnp { Now = Now, KeyName = "SEV-VLEK" }, Any));
    }

    [Fact]
    public void Another_algorithm_is_refused() => Assert.Equal(EvidenceFault.Algorithm, FaultOf(new MintedSnp { Now = Now, Algorithm = 2 }, Any));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"report":"","vcek":"","ask":""}""")]
    [InlineData("""{"report":"AA==","report":"AA==","vcek":"","ask":""}""")]
    [InlineData("""{"report":1,"vcek":"","ask":""}""")]
    public void What_is_no_report_is_malformed(string document) =>
        Assert.Equal(EvidenceFault.Malformed, EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document), Any, Now).Fault);

    private static byte[] Flip(byte[] bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 0x04;
        return changed;
    }

    private static ProvenEvidence Prove(MintedSnp minted, EvidenceDemand demand)
    {
        var (document, root) = minted.Make();
        using (root)
        {
            return SnpVerifier.Verify(document, "hash", demand, Now, [root]);
        }
    }

    private static EvidenceFault FaultOf(MintedSnp minted, EvidenceDemand demand) => Assert.Throws<EvidenceException>(() => Prove(minted, demand)).Fault;
}
