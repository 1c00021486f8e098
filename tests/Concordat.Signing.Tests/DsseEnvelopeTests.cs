using System.Text;

namespace Concordat.Signing.Tests;

public sealed class DsseEnvelopeTests
{
    private const string Type = "application/vnd.example.v1+json";

    [Fact]
    public void An_envelope_survives_json_with_every_signature()
    {
        using var ed25519 = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var p256 = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        using var p384 = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);

        var json = DsseEnvelope.Create(Type, "{}"u8.ToArray()).Sign(ed25519).Sign(p256).Sign(p384).ToJson();
        var read = DsseEnvelope.Parse(json);

        Assert.Equal(Type, read.PayloadType);
        Assert.Equal("{}"u8, read.Payload);
        Assert.All([ed25519, p256, p384], k => Assert.True(read.IsSignedBy(k.PublicKey)));
        Assert.False(read.IsSignedBy(stranger.PublicKey));
        Assert.Equal(json, read.ToJson());
    }

    [Fact]
    public void Signing_twice_with_one_key_adds_one_signature()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

        Assert.Single(DsseEnvelope.Create(Type, [1]).Sign(key).Sign(key).Signatures);
    }

    [Fact]
    public void A_key_id_is_no_proof_of_a_signature()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var forger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var forged = DsseEnvelope.Create(Type, [1]).Sign(forger);

        forged = forged with { Signatures = [forged.Signatures[0] with { KeyId = key.PublicKey.KeyId }] };

        Assert.False(forged.IsSignedBy(key.PublicKey));
    }

    [Fact]
    public void The_payload_type_and_the_payload_are_both_signed()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var signed = DsseEnvelope.Create(Type, [1]).Sign(key);

        Assert.False((signed with { PayloadType = "other" }).IsSignedBy(key.PublicKey));
        Assert.False((signed with { Payload = [2] }).IsSignedBy(key.PublicKey));
    }

    [Fact]
    public void Unknown_fields_are_skipped()
    {
        var envelope = DsseEnvelope.Parse("""
            {"x":{"payload":"!"},"payload":"AQ==","payloadType":"t","signatures":[{"cert":["c"],"sig":"AQ==","keyid":"k"}]}
            """u8);

        Assert.Equal([1], envelope.Payload);
        Assert.Equal("k", Assert.Single(envelope.Signatures).KeyId);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"t"}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"","signatures":[{"sig":"AQ=="}]}""")]
    [InlineData("""{"payload":"A_-=","payloadType":"t","signatures":[{"sig":"AQ=="}]}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"t","signatures":[{"sig":""}]}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"t","signatures":[{"keyid":"x"}]}""")]
    [InlineData("""{"payload":"AQ==","payload":"Ag==","payloadType":"t","signatures":[{"sig":"AQ=="}]}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"t","signatures":[{"sig":"AQ==","sig":"Ag=="}]}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"t","signatures":[{"sig":"AQ=="}]}{}""")]
    [InlineData("""{"payload":1,"payloadType":"t","signatures":[{"sig":"AQ=="}]}""")]
    [InlineData("""{"payload":"AQ==","payloadType":"t","signatures":[{"sig":"AQ=="}]""")]
    [InlineData("")]
    public void A_malformed_envelope_is_refused(string json)
    {
        var error = Assert.Throws<SigningFormatException>(() => DsseEnvelope.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Equal("dsse_format", error.Code);
    }

    [Fact]
    public void An_envelope_that_nobody_signed_is_told_apart()
    {
        var error = Assert.Throws<SigningFormatException>(() => DsseEnvelope.Parse("""{"payload":"AQ==","payloadType":"t","signatures":[]}"""u8));

        Assert.Equal("dsse_unsigned", error.Code);
    }

    [Fact]
    public void The_number_of_signatures_and_the_size_are_bounded()
    {
        var many = string.Join(',', Enumerable.Repeat("""{"sig":"AQ=="}""", DsseEnvelope.MaxSignatures + 1));
        var envelope = $$"""{"payload":"AQ==","payloadType":"t","signatures":[{{many}}]}""";

        Assert.Contains("more than 64", Assert.Throws<SigningFormatException>(() => DsseEnvelope.Parse(Encoding.UTF8.GetBytes(envelope))).Message, StringComparison.Ordinal);
        Assert.Throws<SigningFormatException>(() => DsseEnvelope.Parse(new byte[DsseEnvelope.MaxBytes + 1]));
    }
}
