using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Signing.Tests.WebAuthn;

/// <summary>A credential is enrolled when an authenticator that is taken made it, here, for a person who was verified.</summary>
public sealed class RegistrationCheckTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly RelyingParty Here = new("gateway.example", ["https://gateway.example"]);
    private static readonly byte[] Challenge = PersonalStatement.ChallengeFor("an invitation"u8);

    private readonly SoftwareAuthenticator _key = new();
    private readonly ECDsa _maker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _batch = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Theory]
    [InlineData(CoseAlgorithm.Es256, "packed")]
    [InlineData(CoseAlgorithm.Es384, "packed")]
    [InlineData(CoseAlgorithm.EdDsa, "packed")]
    [InlineData(CoseAlgorithm.Rs256, "packed")]
    [InlineData(CoseAlgorithm.Es256, "none")]
    public void Where_no_models_are_listed_any_key_is_taken_and_none_counts_as_attested(CoseAlgorithm algorithm, string attestation)
    {
        using var key = new SoftwareAuthenticator(algorithm) { Attestation = attestation };
        var made = Verify(key).Credential!;

        Assert.Equal((key.Id, key.PublicKey.KeyId, false, SoftwareAuthenticator.SoftwareModel), (made.Id, made.Key.KeyId, made.IsAttested, made.Model));
        Assert.Equal(["nfc", "usb"], made.Transports);
    }

    [Fact]
    public void Where_models_are_listed_their_maker_must_vouch_for_the_key()
    {
        using var root = Root();
        var models = Models(root);
        Assert.Equal("webauthn_model", Verify(_key, models).Fault?.Code);
        _key.Attestation = "none";
        Assert.Equal("webauthn_model", Verify(_key, models).Fault?.Code);
        _key.Attestation = "packed";

        Vouch(root);
        Assert.True(Verify(_key, models).Credential?.IsAttested);
        Assert.Equal("webauthn_model", Verify(_key, [new AuthenticatorModel(Guid.Empty, [root])]).Fault?.Code);
        using var other = Root();
        Assert.Equal("webauthn_model", Verify(_key, Models(other)).Fault?.Code);
        Assert.Equal("webauthn_model", Verify(_key, models, Now.AddYears(3)).Fault?.Code);
    }

    [Fact]
    public void A_certificate_that_is_itself_listed_vouches()
    {
        using var root = Root();
        Vouch(root);
        using var own = X509CertificateLoader.LoadCertificate(_key.AttestationCertificates[0]);
        Assert.True(Verify(_key, [new AuthenticatorModel(SoftwareAuthenticator.SoftwareModel, [own])]).IsValid);
    }

    [Theory]
    [InlineData("Authenticator Attestation", false, true, null)]
    [InlineData("Authenticator Attestation", false, false, null)]
    [InlineData("Something Else", false, true, "webauthn_attestation")]
    [InlineData("Authenticator Attestation", true, true, "webauthn_attestation")]
    public void An_attestation_certificate_is_what_the_standard_asks_for(string unit, bool authority, bool named, string? code)
    {
        using var root = Root();
        Vouch(root, unit, authority, named ? SoftwareAuthenticator.SoftwareModel : null);
        Assert.Equal(code, Verify(_key, Models(root)).Fault?.Code);
    }

    [Fact]
    public void A_certificate_for_another_model_or_a_signature_of_another_key_is_refused()
    {
        using var root = Root();
        Vouch(root, model: Guid.Empty);
        Assert.Equal("webauthn_attestation", Verify(_key, Models(root)).Fault?.Code);
        Vouch(root);
        _key.AttestationKey = _maker;
        Assert.Equal("webauthn_attestation", Verify(_key, Models(root)).Fault?.Code);
    }

    [Fact]
    public void A_key_that_vouches_for_itself_under_another_algorithm_is_refused()
    {
        _key.AttestationAlgorithm = CoseAlgorithm.Es384;
        Assert.Equal("webauthn_attestation", Verify(_key).Fault?.Code);
    }

    [Theory]
    [InlineData("tpm")]
    [InlineData("fido-u2f")]
    [InlineData("android-key")]
    [InlineData("apple")]
    public void Other_formats_of_attestation_are_not_taken(string format)
    {
        _key.Attestation = format;
        Assert.Equal("webauthn_attestation_format", Verify(_key).Fault?.Code);
    }

    [Fact]
    public void The_algorithm_must_be_one_that_is_taken()
    {
        _key.Algorithm = (CoseAlgorithm)(-36);
        Assert.Equal("webauthn_algorithm", Verify(_key).Fault?.Code);
    }

    [Theory]
    [InlineData(AuthenticatorTraits.UserVerified, "webauthn_presence")]
    [InlineData(AuthenticatorTraits.UserPresent, "webauthn_verification")]
    [InlineData(AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.BackupEligible, "webauthn_synced")]
    public void The_person_is_verified_and_the_key_stays_on_its_device(AuthenticatorTraits traits, string code)
    {
        _key.Traits = traits;
        Assert.Equal(code, Verify(_key).Fault?.Code);
    }

    [Fact]
    public void An_approval_is_no_registration_and_an_invitation_is_for_one()
    {
        _key.Type = "webauthn.get";
        Assert.Equal("webauthn_type", Verify(_key).Fault?.Code);
        _key.Type = null;
        Assert.Equal("webauthn_challenge", RegistrationCheck.Verify(_key.Register(PersonalStatement.ChallengeFor("x"u8)), Challenge, Here, [], Now).Fault?.Code);
        _key.Origin = "https://evil.test";
        Assert.Equal("webauthn_origin", Verify(_key).Fault?.Code);
    }

    [Fact]
    public void The_browser_and_the_authenticator_name_one_credential()
    {
        var registration = _key.Register(Challenge);
        Assert.Equal("webauthn_malformed", RegistrationCheck.Verify(registration with { CredentialId = [1] }, Challenge, Here, [], Now).Fault?.Code);
    }

    [Fact]
    public void No_truncated_and_no_spoilt_attestation_is_taken()
    {
        var registration = _key.Register(Challenge);
        for (var length = 0; length < registration.AttestationObject.Length; length++)
        {
            Assert.Equal("webauthn_malformed", RegistrationCheck.Verify(registration with { AttestationObject = registration.AttestationObject[..length] }, Challenge, Here, [], Now).Fault?.Code);
        }

        var random = new Random(9);
        for (var i = 0; i < 1_000; i++)
        {
            var spoilt = registration.AttestationObject.ToArray();
            spoilt[random.Next(spoilt.Length)] ^= (byte)(1 << random.Next(8));
            Assert.NotNull(RegistrationCheck.Verify(registration with { AttestationObject = spoilt }, Challenge, Here, [], Now).Fault);
        }

        Assert.Equal("webauthn_malformed", RegistrationCheck.Verify(registration with { AttestationObject = [.. registration.AttestationObject, 0] }, Challenge, Here, [], Now).Fault?.Code);
    }

    public void Dispose()
    {
        _key.Dispose();
        _maker.Dispose();
        _batch.Dispose();
    }

    private static RegistrationResult Verify(SoftwareAuthenticator key, ImmutableArray<AuthenticatorModel> models = default, DateTimeOffset? now = null) =>
        RegistrationCheck.Verify(key.Register(Challenge), Challenge, Here, models.IsDefault ? [] : models, now ?? Now);

    private static ImmutableArray<AuthenticatorModel> Models(X509Certificate2 root) => [new AuthenticatorModel(SoftwareAuthenticator.SoftwareModel, [root])];

    private X509Certificate2 Root()
    {
        var request = new CertificateRequest($"CN=Maker {Guid.CreateVersion7():N}", _maker, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(5));
    }

    private void Vouch(X509Certificate2 root, string unit = "Authenticator Attestation", bool authority = false, Guid? model = null)
    {
        var request = new CertificateRequest($"C=US, O=Maker, OU={unit}, CN=Batch 7", _batch, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, hasPathLengthConstraint: false, 0, critical: true));
        if (model is { } id)
        {
            var value = new AsnWriter(AsnEncodingRules.DER);
            value.WriteOctetString(id.ToByteArray(bigEndian: true));
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.45724.1.1.4", value.Encode(), critical: false));
        }

        using var own = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(_maker), Now.AddDays(-1), Now.AddYears(1), [7]);
        _key.AttestationKey = _batch;
        _key.AttestationCertificates = [own.RawData];
    }
}
