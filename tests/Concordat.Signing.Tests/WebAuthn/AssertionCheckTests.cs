using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Signing.Tests.WebAuthn;

/// <summary>An assertion counts only as this key's signature over this challenge, made here, by a person who was verified; each other one has its own answer.</summary>
public sealed class AssertionCheckTests : IDisposable
{
    private static readonly RelyingParty Here = new("gateway.example", ["https://gateway.example"]);
    private static readonly byte[] Challenge = PersonalStatement.ChallengeFor("a statement"u8);

    private readonly SoftwareAuthenticator _key = new();

    [Theory]
    [InlineData(CoseAlgorithm.Es256)]
    [InlineData(CoseAlgorithm.Es384)]
    [InlineData(CoseAlgorithm.EdDsa)]
    [InlineData(CoseAlgorithm.Rs256)]
    public void Each_algorithm_that_is_taken_signs(CoseAlgorithm algorithm)
    {
        using var key = new SoftwareAuthenticator(algorithm);
        var assertion = key.Assert(Challenge);
        var result = AssertionCheck.Verify(assertion, key.PublicKey, Challenge, Here);

        Assert.Null(result.Fault);
        Assert.Equal((1u, AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified), (result.SignCount, result.Flags));
        var spoilt = assertion.Signature.ToArray();
        spoilt[^1] ^= 1;
        Assert.Equal("webauthn_signature", Code(assertion with { Signature = spoilt }, key.PublicKey));
    }

    [Fact]
    public void A_signature_over_another_statement_is_refused() =>
        Assert.Equal("webauthn_challenge", Code(_key.Assert(PersonalStatement.ChallengeFor("another statement"u8))));

    [Fact]
    public void A_challenge_of_another_length_is_refused() => Assert.Equal("webauthn_challenge", Code(_key.Assert([.. Challenge, 0])));

    [Theory]
    [InlineData("https://gateway.example.evil.test")]
    [InlineData("https://evil.test")]
    [InlineData("http://gateway.example")]
    [InlineData("https://gateway.example:444")]
    [InlineData("HTTPS://GATEWAY.EXAMPLE")]
    [InlineData("")]
    public void A_page_of_somebody_else_is_refused(string origin)
    {
        _key.Origin = origin;
        var fault = AssertionCheck.Verify(_key.Assert(Challenge), _key.PublicKey, Challenge, Here).Fault!;

        Assert.Equal("webauthn_origin", fault.Code);
        Assert.Contains(origin.Length > 0 ? origin.StartsWith("HTTPS", StringComparison.Ordinal) ? "HTTPS" : origin : "another site", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_inside_another_is_refused()
    {
        _key.CrossOrigin = true;
        Assert.Equal("webauthn_cross_origin", Code(_key.Assert(Challenge)));
    }

    [Fact]
    public void An_assertion_for_another_relying_party_is_refused()
    {
        _key.RelyingParty = "evil.test";
        Assert.Equal("webauthn_relying_party", Code(_key.Assert(Challenge)));
    }

    [Fact]
    public void A_registration_is_no_approval()
    {
        _key.Type = "webauthn.create";
        Assert.Equal("webauthn_type", Code(_key.Assert(Challenge)));
    }

    [Theory]
    [InlineData(AuthenticatorTraits.UserVerified, "webauthn_presence")]
    [InlineData(AuthenticatorTraits.UserPresent, "webauthn_verification")]
    [InlineData(AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.BackedUp, "webauthn_flags")]
    [InlineData(AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.BackupEligible, "webauthn_synced")]
    [InlineData(AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.BackupEligible | AuthenticatorTraits.BackedUp, "webauthn_synced")]
    [InlineData(AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.AttestedCredential, "webauthn_malformed")]
    [InlineData(AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.Extensions, "webauthn_malformed")]
    public void What_the_authenticator_says_of_itself_and_of_the_person_must_do(AuthenticatorTraits traits, string code)
    {
        _key.Traits = traits;
        Assert.Equal(code, Code(_key.Assert(Challenge)));
    }

    [Fact]
    public void A_passkey_that_can_be_copied_is_taken_where_that_is_allowed()
    {
        _key.Traits |= AuthenticatorTraits.BackupEligible | AuthenticatorTraits.BackedUp;
        Assert.True(AssertionCheck.Verify(_key.Assert(Challenge), _key.PublicKey, Challenge, new RelyingParty("gateway.example", ["https://gateway.example"], deviceBound: false)).IsValid);
    }

    [Fact]
    public void Extensions_are_read_over_and_data_after_them_is_refused()
    {
        _key.Traits |= AuthenticatorTraits.Extensions;
        _key.Extra = SoftwareAuthenticator.Map(("hmac", SoftwareAuthenticator.Bytes([1, 2])));
        Assert.True(AssertionCheck.Verify(_key.Assert(Challenge), _key.PublicKey, Challenge, Here).IsValid);
        _key.Extra = [.. _key.Extra, 0];
        Assert.Equal("webauthn_malformed", Code(_key.Assert(Challenge)));
        _key.Traits &= ~AuthenticatorTraits.Extensions;
        Assert.Equal("webauthn_malformed", Code(_key.Assert(Challenge)));
    }

    [Fact]
    public void Another_key_or_another_algorithm_does_not_verify()
    {
        using var other = new SoftwareAuthenticator();
        using var edwards = new SoftwareAuthenticator(CoseAlgorithm.EdDsa);
        var assertion = _key.Assert(Challenge);

        Assert.Equal("webauthn_signature", Code(assertion, other.PublicKey));
        Assert.Equal("webauthn_signature", Code(assertion, edwards.PublicKey));
        Assert.Equal("webauthn_signature", Code(edwards.Assert(Challenge), _key.PublicKey));
    }

    [Fact]
    public void An_ecdsa_signature_that_is_not_der_is_refused()
    {
        var assertion = _key.Assert(Challenge);
        Assert.Equal("webauthn_signature", Code(assertion with { Signature = [.. assertion.Signature, 0] }));
        Assert.Equal("webauthn_signature", Code(assertion with { Signature = new byte[64] }));
    }

    [Fact]
    public void No_spoilt_byte_of_an_assertion_is_taken()
    {
        var assertion = _key.Assert(Challenge);
        var random = new Random(5);
        for (var i = 0; i < 400; i++)
        {
            var parts = new[] { assertion.ClientDataJson.ToArray(), assertion.AuthenticatorData.ToArray(), assertion.Signature.ToArray() };
            var part = parts[random.Next(3)];
            part[random.Next(part.Length)] ^= (byte)(1 << random.Next(8));
            Assert.NotNull(AssertionCheck.Verify(new WebAuthnAssertion(assertion.CredentialId, parts[0], parts[1], parts[2]), _key.PublicKey, Challenge, Here).Fault);
        }
    }

    [Fact]
    public void No_truncated_part_is_taken()
    {
        var assertion = _key.Assert(Challenge);
        for (var length = 0; length < assertion.AuthenticatorData.Length; length++)
        {
            Assert.Equal("webauthn_malformed", Code(assertion with { AuthenticatorData = assertion.AuthenticatorData[..length] }));
        }

        for (var length = 0; length < assertion.ClientDataJson.Length; length++)
        {
            Assert.Equal("webauthn_malformed", Code(assertion with { ClientDataJson = assertion.ClientDataJson[..length] }));
        }

        for (var length = 0; length < assertion.Signature.Length; length++)
        {
            Assert.Equal("webauthn_signature", Code(assertion with { Signature = assertion.Signature[..length] }));
        }
    }

    [Theory]
    [InlineData("""{"type":"webauthn.get","type":"webauthn.get","challenge":"","origin":"https://gateway.example"}""")]
    [InlineData("""{"type":"webauthn.get","challenge":1,"origin":"https://gateway.example"}""")]
    [InlineData("""{"type":"webauthn.get","origin":"https://gateway.example"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\u0001")]
    public void Client_data_that_no_browser_writes_is_refused(string json) =>
        Assert.Equal("webauthn_malformed", Code(_key.Assert(Challenge) with { ClientDataJson = Encoding.UTF8.GetBytes(json) }));

    [Theory]
    [InlineData("id", 1024)]
    [InlineData("clientDataJSON", 4097)]
    [InlineData("authenticatorData", 4097)]
    [InlineData("signature", 1025)]
    public void A_part_that_is_too_large_is_not_even_decoded(string part, int size)
    {
        var json = _key.Get(Challenge);
        var holder = part is "id" ? json : json["response"]!.AsObject();
        holder[part] = System.Buffers.Text.Base64Url.EncodeToString(new byte[size]);

        var fault = Assert.Throws<SigningFormatException>(() => WebAuthnAssertion.Read(JsonSerializer.SerializeToElement(json)));
        Assert.Equal("webauthn_too_large", fault.Code);
    }

    [Theory]
    [InlineData("id", "")]
    [InlineData("id", "a+b/")]
    [InlineData("signature", "AA==")]
    [InlineData("clientDataJSON", null)]
    public void A_part_that_is_not_base64url_is_refused(string part, string? value)
    {
        var json = _key.Get(Challenge);
        var holder = part is "id" ? json : json["response"]!.AsObject();
        holder[part] = value is null ? null : JsonValue.Create(value);

        Assert.Equal("webauthn_malformed", Assert.Throws<SigningFormatException>(() => WebAuthnAssertion.Read(JsonSerializer.SerializeToElement(json))).Code);
    }

    [Fact]
    public void A_statement_keeps_its_assertion_through_json()
    {
        var statement = _key.SignStatement("application/x", "a statement"u8.ToArray());
        var again = PersonalStatement.Parse(statement.ToJson());

        Assert.Equal((SignatureKind.WebAuthn, "application/x"), (again.Kind, again.PayloadType));
        Assert.True(AssertionCheck.Verify(again.Assertion!, _key.PublicKey, PersonalStatement.ChallengeFor(again.Payload), Here).IsValid);
        Assert.Equal(statement.ToJson(), again.ToJson());
    }

    [Theory]
    [InlineData("""{"payloadType":"x","payload":"","webauthn":{},"cms":"AA=="}""")]
    [InlineData("""{"payloadType":"x","payload":"","cms":"AA==","signatures":[]}""")]
    [InlineData("""{"payloadType":"x","payload":""}""")]
    [InlineData("""{"payloadType":"x","payload":"","cms":""}""")]
    [InlineData("""{"payloadType":"x","payload":"!","cms":"AA=="}""")]
    [InlineData("""{"payloadType":"x","payload":"","payload":"","cms":"AA=="}""")]
    [InlineData("""{"payload":"","cms":"AA=="}""")]
    [InlineData("""{"payloadType":"x","payload":"","webauthn":[]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_statement_is_signed_in_one_way(string json) =>
        Assert.ThrowsAny<FormatException>(() => PersonalStatement.Parse(Encoding.UTF8.GetBytes(json)));

    public void Dispose() => _key.Dispose();

    private string? Code(WebAuthnAssertion assertion, CredentialKey? key = null) =>
        AssertionCheck.Verify(assertion, key ?? _key.PublicKey, Challenge, Here).Fault?.Code;
}
