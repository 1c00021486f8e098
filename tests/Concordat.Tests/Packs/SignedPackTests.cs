using System.Text;
using Concordat.Agreements;
using Concordat.Packs;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Tests.Packs;

public sealed class SignedPackTests : IDisposable
{
    private static readonly string[] Roles = ["department", "vendor"];

    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _vendor = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    private string FileName => _folder.File("safeguards.dsse.json");

    [Fact]
    public void The_pack_that_every_role_signed_is_accepted()
    {
        SignedPack.Sign(FileName, SafeguardPack.Default, _department);
        SignedPack.Sign(FileName, SafeguardPack.Default, _vendor);

        Assert.Empty(Check());
    }

    [Fact]
    public void Signing_twice_adds_nothing()
    {
        SignedPack.Sign(FileName, SafeguardPack.Default, _department);

        Assert.Single(SignedPack.Sign(FileName, SafeguardPack.Default, _department).Signatures);
    }

    [Fact]
    public void A_pack_that_nobody_signed_is_refused()
    {
        Assert.Contains("is not signed", Check().Single(), StringComparison.Ordinal);

        File.WriteAllBytes(FileName, DsseEnvelope.Create(PackStatement.MediaType, PackStatement.Of(SafeguardPack.Default)).ToJson());

        Assert.NotEmpty(Check());
    }

    [Fact]
    public void A_pack_that_one_role_did_not_sign_is_refused_by_the_name_of_that_role()
    {
        SignedPack.Sign(FileName, SafeguardPack.Default, _department);

        Assert.Contains("`vendor`", Check().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_key_does_not_sign_for_a_role_that_is_not_its_own()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        SignedPack.Sign(FileName, SafeguardPack.Default, stranger);
        SignedPack.Sign(FileName, SafeguardPack.Default, _vendor);

        Assert.Contains("`department`", Check().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signed_pack_of_another_version_is_refused_and_both_are_named()
    {
        WriteSigned("""{"files":{},"hash":"0000000000000000","version":"concordat-safeguards/1"}""");

        var refusal = Check().Single();
        Assert.Contains("concordat-safeguards/1", refusal, StringComparison.Ordinal);
        Assert.Contains(SafeguardPack.Version, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signed_pack_with_other_data_is_refused_by_its_hash()
    {
        WriteSigned($$"""{"files":{},"hash":"0123456789abcdef","version":"{{SafeguardPack.Version}}"}""");

        Assert.Contains("0123456789ab", Check().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_right_hash_over_other_files_is_refused()
    {
        WriteSigned($$"""{"files":{"gate.bin":"00"},"hash":"{{SafeguardPack.Default.Hash}}","version":"{{SafeguardPack.Version}}"}""");

        Assert.NotEmpty(Check());
    }

    [Fact]
    public void A_changed_statement_under_old_signatures_is_refused()
    {
        SignedPack.Sign(FileName, SafeguardPack.Default, _department);
        var signed = SignedPack.Sign(FileName, SafeguardPack.Default, _vendor);
        var payload = (byte[])signed.Payload.Clone();
        payload[^2] ^= 1;
        File.WriteAllBytes(FileName, (signed with { Payload = payload }).ToJson());

        Assert.Equal(2, Check().Count);
    }

    [Fact]
    public void A_signed_document_of_another_kind_is_refused()
    {
        var other = DsseEnvelope.Create("application/vnd.concordat.agreement+json", PackStatement.Of(SafeguardPack.Default)).Sign(_department).Sign(_vendor);
        File.WriteAllBytes(FileName, other.ToJson());

        Assert.Contains("application/vnd.concordat.agreement+json", Check().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused()
    {
        SignedPack.Sign(FileName, SafeguardPack.Default, _department);
        SignedPack.Sign(FileName, SafeguardPack.Default, _vendor);
        var whole = File.ReadAllBytes(FileName);
        for (var length = 0; length < whole.Length - 2; length += 7)
        {
            File.WriteAllBytes(FileName, whole[..length]);
            Assert.NotEmpty(Check());
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _department.Dispose();
        _vendor.Dispose();
    }

    private void WriteSigned(string statement) => File.WriteAllBytes(
        FileName, DsseEnvelope.Create(PackStatement.MediaType, Encoding.UTF8.GetBytes(statement)).Sign(_department).Sign(_vendor).ToJson());

    private IReadOnlyList<string> Check() => SignedPack.Check(
        FileName,
        SafeguardPack.Default,
        [new TrustedParty("Dept", "department", _department.PublicKey), new TrustedParty("Vend", "vendor", _vendor.PublicKey)],
        Roles);
}
