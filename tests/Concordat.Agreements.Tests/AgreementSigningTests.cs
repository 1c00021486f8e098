using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Agreements.Tests;

public sealed class AgreementSigningTests : IDisposable
{
    private readonly Parties _parties = new();
    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;
    private readonly string _file;

    public AgreementSigningTests()
    {
        _folder = _temporary.WithBase();
        _file = _temporary.File("agreement.dsse.json");
    }

    public void Dispose()
    {
        _parties.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void Two_parties_sign_one_after_the_other_and_the_file_loads()
    {
        var first = AgreementFolder.Sign(_folder, _file, _parties.Department, "department", _parties.Trusted);
        Assert.True(first.IsSigned);
        Assert.Equal(AgreementCodes.HalfSigned, Assert.Single(AgreementFolder.Load(_file, _parties.Trusted, Parties.Now).Diagnostics).Code);

        var second = AgreementFolder.Sign(_folder, _file, _parties.Vendor, "vendor", _parties.Trusted);
        Assert.True(second.IsSigned);
        Assert.Equal(first.Hash, second.Hash);

        var load = AgreementFolder.Load(_file, _parties.Trusted, Parties.Now);
        Assert.Equal(first.Hash, load.Agreement!.Hash);
        Assert.Equal(["agreement", "agreement.dsse.json"], Directory.EnumerateFileSystemEntries(_temporary.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parties_may_sign_before_a_configuration_exists()
    {
        Assert.True(AgreementFolder.Sign(_folder, _file, _parties.Department, "department", []).IsSigned);
        Assert.True(AgreementFolder.Sign(_folder, _file, _parties.Vendor, "vendor", []).IsSigned);
        Assert.True(AgreementFolder.Load(_file, _parties.Trusted, Parties.Now).IsLoaded);
    }

    [Fact]
    public void A_text_that_changed_since_the_other_signed_is_not_signed_beside_it()
    {
        AgreementFolder.Sign(_folder, _file, _parties.Department, "department", _parties.Trusted);
        var before = File.ReadAllBytes(_file);
        var prose = Path.Combine(_folder, AgreementSource.ProseFile);
        File.WriteAllText(prose, File.ReadAllText(prose) + "\nOne line more.\n");

        Refused(AgreementFolder.Sign(_folder, _file, _parties.Vendor, "vendor", _parties.Trusted), AgreementCodes.PayloadDiffers);
        Refused(AgreementFolder.Sign(_folder, _file, _parties.Department, "department", _parties.Trusted), AgreementCodes.PayloadDiffers);
        Assert.Equal(before, File.ReadAllBytes(_file));
    }

    [Fact]
    public void A_role_signs_a_text_once()
    {
        IReadOnlyList<TrustedParty> trusted = [.. _parties.Trusted, new("Deputy", "department", _parties.Stranger.PublicKey)];
        AgreementFolder.Sign(_folder, _file, _parties.Department, "department", trusted);

        Refused(AgreementFolder.Sign(_folder, _file, _parties.Department, "department", trusted), AgreementCodes.RoleHasSigned);
        Refused(AgreementFolder.Sign(_folder, _file, _parties.Stranger, "department", trusted), AgreementCodes.RoleHasSigned);
    }

    [Fact]
    public void A_party_with_two_keys_signs_once_with_each()
    {
        IReadOnlyList<TrustedParty> trusted = [_parties.Trusted[0] with { AlsoKeys = [_parties.Stranger.PublicKey] }, _parties.Trusted[1]];
        Assert.True(AgreementFolder.Sign(_folder, _file, _parties.Department, "department", trusted).IsSigned);
        Assert.True(AgreementFolder.Sign(_folder, _file, _parties.Stranger, "department", trusted).IsSigned);

        Refused(AgreementFolder.Sign(_folder, _file, _parties.Stranger, "department", trusted), AgreementCodes.RoleHasSigned);
        Assert.Equal(2, DsseEnvelope.Parse(File.ReadAllBytes(_file)).Signatures.Length);
    }

    [Fact]
    public void One_key_does_not_sign_for_two_roles()
    {
        AgreementFolder.Sign(_folder, _file, _parties.Department, "department", []);

        Refused(AgreementFolder.Sign(_folder, _file, _parties.Department, "vendor", []), AgreementCodes.RoleHasSigned);
        Refused(AgreementFolder.Sign(_folder, _file, _parties.Department, "vendor", _parties.Trusted), AgreementCodes.KeyOfOtherRole);
    }

    [Fact]
    public void A_role_that_the_agreement_does_not_name_cannot_sign() =>
        Refused(AgreementFolder.Sign(_folder, _file, _parties.Stranger, "inspector", []), AgreementCodes.RoleUnknown);

    [Fact]
    public void A_text_that_does_not_lint_is_not_signed()
    {
        var clauses = Path.Combine(_folder, AgreementSource.ClausesFile);
        File.WriteAllText(clauses, File.ReadAllText(clauses).Replace("@clause(\"2.1\")", "", StringComparison.Ordinal));

        Refused(AgreementFolder.Sign(_folder, _file, _parties.Department, "department", _parties.Trusted), AgreementCodes.AnnotationMissing);
        Assert.False(File.Exists(_file));
    }

    [Fact]
    public void A_file_that_is_something_else_is_not_overwritten()
    {
        File.WriteAllText(_file, "notes");

        Refused(AgreementFolder.Sign(_folder, _file, _parties.Department, "department", _parties.Trusted), AgreementCodes.NotAnEnvelope);
        Assert.Equal("notes", File.ReadAllText(_file));
    }

    [Fact]
    public void Line_ends_of_a_checkout_do_not_change_the_hash()
    {
        foreach (var file in AgreementSource.Files)
        {
            var path = Path.Combine(_folder, file);
            File.WriteAllText(path, File.ReadAllText(path).ReplaceLineEndings("\r\n"));
        }

        Assert.Equal(AgreementPayload.Build(BaseFolder.Source), AgreementPayload.Build(AgreementSource.Read(_folder).Source!));
    }

    [Fact]
    public void The_payload_is_canonical_and_reads_back_as_the_same_agreement()
    {
        var payload = AgreementPayload.Build(BaseFolder.Source);
        var found = new DiagnosticList();

        Assert.Equal(payload, CanonicalJson.Canonicalize(payload));
        var read = AgreementPayload.Read(payload, found)!;
        Assert.Empty(found.ToImmutable());
        Assert.Equal(payload, AgreementPayload.Build(read));
        Assert.Equal(BaseFolder.Source.Clauses, read.Clauses);
    }

    [Fact]
    public void A_missing_file_is_said()
    {
        Refused(AgreementFolder.Sign(_temporary.File("nowhere"), _file, _parties.Department, "department", []), AgreementCodes.SourceMissing);
        Assert.Equal(AgreementCodes.SourceUnreadable, Assert.Single(AgreementFolder.Load(_file, _parties.Trusted, Parties.Now).Diagnostics).Code);
    }

    [Fact]
    public void A_signed_file_can_be_opened_to_be_shown()
    {
        AgreementFolder.Sign(_folder, _file, _parties.Department, "department", []);

        Assert.Equal(BaseFolder.Source.Prose, AgreementFolder.Open(_file).Source!.Prose);
    }

    private static void Refused(AgreementSigned signed, string code)
    {
        Assert.False(signed.IsSigned);
        Assert.Null(signed.Envelope);
        Assert.Contains(signed.Diagnostics, found => found.IsError && string.Equals(found.Code, code, StringComparison.Ordinal));
    }
}
