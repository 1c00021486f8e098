using System.Collections.Frozen;
using System.Security.Cryptography;
using Concordat.Attestation.Nitro;
using Concordat.Attestation.Tests.Kit;

namespace Concordat.Attestation.Tests;

public sealed class NitroTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly EvidenceDemand Any = new() { Kind = EvidenceKind.AwsNitro, ValidFor = TimeSpan.FromHours(1) };

    // When the real documents were made.
    private static readonly DateTimeOffset Real = NitroDocument.Read(Vectors.Nitro("document.bin")).Made.AddSeconds(1);

    [Fact]
    public void A_real_document_of_an_enclave_in_production_is_proven_with_its_region()
    {
        var result = EvidenceVerifier.Verify(Vectors.Nitro("document.bin"), Any, Real);

        Assert.Null(result.Because);
        Assert.Equal(AssuranceLevel.A2, result.Proven!.Level);
        Assert.Equal("us-east-1", result.Proven.Details["region"]);
        Assert.Equal("aws", result.Proven.Details["partition"]);
        Assert.Equal(96, result.Proven.Measurements["pcr0"].Length);
    }

    [Theory]
    [InlineData("debug.bin")]
    [InlineData("debug-base64.txt")]
    public void A_real_document_of_an_enclave_in_debug_mode_is_refused(string name)
    {
        var document = Vectors.Nitro(name);
        if (name.EndsWith(".txt", StringComparison.Ordinal))
        {
            document = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(document));
        }

        Assert.Equal(EvidenceFault.Debug, EvidenceVerifier.Verify(document, Any, NitroDocument.Read(document).Made).Fault);
    }

    [Fact]
    public void A_real_document_is_refused_years_later() =>
        Assert.Equal(EvidenceFault.Expired, EvidenceVerifier.Verify(Vectors.Nitro("document.bin"), Any, Now).Fault);

    [Fact]
    public void The_pinned_root_is_the_one_that_aws_publishes() =>
        Assert.Equal(
            "641A0321A3E244EFE456463195D606317ED7CDCC3C1756E09893F3C68F79BB5B",
            Assert.Single(Checking.PinnedRoots.Aws).GetCertHashString(HashAlgorithmName.SHA256));

    [Fact]
    public void A_document_under_another_root_is_refused()
    {
        var minted = new MintedNitro { Made = Now };
        using var chain = minted.Chain();

        Assert.Equal(EvidenceFault.Chain, EvidenceVerifier.Verify(minted.Document(chain), Any, Now).Fault);
    }

    [Fact]
    public void A_document_with_the_nonce_the_region_and_the_key_is_proven_to_the_highest_level()
    {
        var key = SHA256.HashData("spki"u8);
        var proven = Prove(new MintedNitro { Made = Now, Nonce = Nonce, UserData = key }, Any with { Nonce = Nonce, Region = "us-gov-west-1", BindsKey = true });

        Assert.Equal(AssuranceLevel.A3, proven.Level);
        Assert.Equal([Convert.ToHexStringLower(key)], proven.TlsKeys);
        Assert.Equal("aws-us-gov", proven.Details["partition"]);
        Assert.Equal(Now.AddHours(1), proven.Expires);
    }

    [Fact]
    public void It_counts_no_longer_than_its_certificate() =>
        Assert.Equal(Now.AddMinutes(10), Prove(new MintedNitro { Made = Now, LeafLife = TimeSpan.FromMinutes(10) }, Any).Expires);

    [Fact]
    public void The_key_itself_names_it_too() => Assert.Equal(
        [Convert.ToHexStringLower(SHA256.HashData("spki"u8))],
        Prove(new MintedNitro { Made = Now, PublicKey = [.. "spki"u8] }, Any with { BindsKey = true }).TlsKeys);

    [Fact]
    public void A_document_without_a_key_is_refused_where_one_is_needed() =>
        Assert.Equal(EvidenceFault.Key, FaultOf(new MintedNitro { Made = Now, UserData = [1, 2, 3] }, Any with { BindsKey = true }));

    [Fact]
    public void A_replayed_document_is_refused() =>
        Assert.Equal(EvidenceFault.Nonce, FaultOf(new MintedNitro { Made = Now, Nonce = Nonce }, Any with { Nonce = new byte[32] }));

    [Fact]
    public void A_document_without_a_nonce_is_refused_where_one_was_sent() =>
        Assert.Equal(EvidenceFault.Nonce, FaultOf(new MintedNitro { Made = Now }, Any with { Nonce = Nonce }));

    [Fact]
    public void An_old_document_is_refused() =>
        Assert.Equal(EvidenceFault.Expired, FaultOf(new MintedNitro { Made = Now.AddHours(-2), LeafLife = TimeSpan.FromHours(9) }, Any));

    [Fact]
    public void A_document_from_the_future_is_refused() =>
        Assert.Equal(EvidenceFault.NotYetValid, FaultOf(new MintedNitro { Made = Now.AddMinutes(5) }, Any));

    [Fact]
    public void Another_region_is_refused() =>
        Assert.Equal(EvidenceFault.Region, FaultOf(new MintedNitro { Made = Now, Region = "us-east-1", Zone = "us-east-1" }, Any with { Region = "us-gov-west-1" }));

    [Fact]
    public void Authorities_of_two_regions_are_refused() =>
        Assert.Equal(EvidenceFault.Region, FaultOf(new MintedNitro { Made = Now, Zone = "us-east-1" }, Any));

    [Theory]
    [InlineData("evil.com")]
    [InlineData("us-gov-west-1.aws.nitro-enclaves.evil")]
    public void An_authority_that_names_no_region_is_refused(string region) =>
        Assert.Equal(EvidenceFault.Region, FaultOf(new MintedNitro { Made = Now, Region = region }, Any));

    [Theory]
    [InlineData("us-isof-south-1", "aws-iso-f")]
    [InlineData("eu-isoe-west-1", "aws-iso-e")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    [InlineData("us-isob-east-1", "aws-iso-b")]
    public void A_region_that_stands_apart_is_not_the_commercial_cloud(string region, string partition)
    {
        Prove(new MintedNitro { Made = Now, Region = region, Zone = region }, Any with { Partition = partition });
        Assert.Equal(EvidenceFault.Region, FaultOf(new MintedNitro { Made = Now, Region = region, Zone = region }, Any with { Partition = "aws" }));
    }

    [Fact]
    public void Debug_mode_is_refused() => Assert.Equal(EvidenceFault.Debug, FaultOf(new MintedNitro { Made = Now, Debug = true }, Any));

    [Fact]
    public void Another_algorithm_is_refused() => Assert.Equal(EvidenceFault.Algorithm, FaultOf(new MintedNitro { Made = Now, Algorithm = -7 }, Any));

    [Fact]
    public void Only_what_was_agreed_may_run()
    {
        var agreed = Any with { Measurements = Allow("pcr0", Convert.ToHexStringLower(MintedNitro.Register(0))) };

        Assert.Equal("aws-us-gov", Prove(new MintedNitro { Made = Now }, agreed).Details["partition"]);
        Assert.Equal(EvidenceFault.Measurement, FaultOf(new MintedNitro { Made = Now }, Any with { Measurements = Allow("pcr0", new string('a', 96)) }));
        Assert.Equal(EvidenceFault.Measurement, FaultOf(new MintedNitro { Made = Now }, Any with { Measurements = Allow("pcr8", new string('a', 96)) }));
    }

    [Fact]
    public void No_byte_of_a_real_document_can_be_changed()
    {
        // Every byte outside the certificates, and a sample of those, each by one bit and as a whole.
        var document = Vectors.Nitro("document.bin");
        var step = 0;
        for (var i = 0; i < document.Length; i++)
        {
            if (i is > 1200 and < 4400 && i % 41 != 0)
            {
                continue;
            }

            var changed = document.ToArray();
            changed[i] ^= (byte)(step++ % 2 == 0 ? 1 << (i % 8) : 0xff);
            Assert.True(EvidenceVerifier.Verify(changed, Any, Real).Fault is not null, $"byte {i} can be changed");
        }
    }

    [Fact]
    public void A_document_cut_short_or_with_more_behind_it_is_refused()
    {
        var document = Vectors.Nitro("document.bin");
        for (var length = 0; length < document.Length; length += 97)
        {
            Assert.Equal(EvidenceFault.Malformed, EvidenceVerifier.Verify(document.AsMemory(0, length), Any, Real).Fault);
        }

        Assert.Equal(EvidenceFault.Malformed, EvidenceVerifier.Verify((byte[])[.. document, 0], Any, Real).Fault);
        Assert.Equal(EvidenceFault.Malformed, EvidenceVerifier.Verify(new byte[EvidenceVerifier.MostBytes + 1], Any, Real).Fault);
    }

    private static FrozenDictionary<string, FrozenSet<string>> Allow(string name, string value) =>
        new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal) { [name] = FrozenSet.Create(StringComparer.Ordinal, value) }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ProvenEvidence Prove(MintedNitro minted, EvidenceDemand demand)
    {
        using var chain = minted.Chain();
        return NitroVerifier.Verify(minted.Document(chain), "hash", demand, Now, [chain.Root]);
    }

    private static EvidenceFault FaultOf(MintedNitro minted, EvidenceDemand demand) => Assert.Throws<EvidenceException>(() => Prove(minted, demand)).Fault;
}
