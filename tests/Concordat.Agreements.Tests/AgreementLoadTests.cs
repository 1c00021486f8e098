using System.Text;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Agreements.Tests;

public sealed class AgreementLoadTests : IDisposable
{
    private readonly Parties _parties = new();
    private readonly byte[] _payload = AgreementPayload.Build(BaseFolder.Source);

    public void Dispose() => _parties.Dispose();

    [Fact]
    public void An_agreement_signed_by_both_loads()
    {
        var load = Load(_parties.Signed(BaseFolder.Source));

        Assert.Empty(load.Diagnostics);
        var agreement = load.Agreement!;
        Assert.Equal("base", agreement.Id);
        Assert.Equal("1.0.0", agreement.Version);
        Assert.Equal(AgreementPayload.Hash(_payload), agreement.Hash);
        Assert.Equal(agreement.Hash[..12], agreement.ShortHash);
        Assert.Equal(["department", "vendor"], agreement.Signers.Select(signer => signer.Role));
        Assert.Equal(BaseFolder.Model.Clauses.Length, agreement.Clauses.Length);
        Assert.Equal("No mass surveillance: persons in one text", agreement.Find(new ClauseId(2, 1))!.Title);
        Assert.Same(Verdict.Permit, agreement.Decide(FactSheet.Of("request")));
        Assert.True(agreement.IsInForce(Parties.Now));
        Assert.False(agreement.IsInForce(agreement.Effective.AddSeconds(-1)));
    }

    [Fact]
    public void Signatures_of_strangers_beside_those_of_the_parties_do_no_harm() =>
        Assert.True(Load(Parties.Envelope(_payload, _parties.Stranger, _parties.Vendor, _parties.Department)).IsLoaded);

    [Fact]
    public void Several_keys_of_one_role_are_alternatives()
    {
        IReadOnlyList<TrustedParty> trusted = [new("Deputy", "department", _parties.Stranger.PublicKey), .. _parties.Trusted];

        Assert.True(Agreement.Load(Parties.Envelope(_payload, _parties.Stranger, _parties.Vendor), trusted, Parties.Now).IsLoaded);
    }

    [Fact]
    public void Unsigned_is_refused() => Refused(Parties.Envelope(_payload), AgreementCodes.NotSigned);

    [Fact]
    public void Half_signed_is_refused() => Refused(Parties.Envelope(_payload, _parties.Vendor), AgreementCodes.HalfSigned);

    [Fact]
    public void Signed_by_strangers_only_is_refused() => Refused(Parties.Envelope(_payload, _parties.Stranger), AgreementCodes.UnknownSigner);

    [Fact]
    public void A_stranger_in_the_place_of_a_party_is_refused() =>
        Refused(Parties.Envelope(_payload, _parties.Department, _parties.Stranger), AgreementCodes.HalfSigned);

    [Fact]
    public void A_stranger_who_claims_the_key_id_of_a_party_is_refused()
    {
        var envelope = DsseEnvelope.Parse(Parties.Envelope(_payload, _parties.Department, _parties.Stranger));
        var forged = envelope with
        {
            Signatures = [envelope.Signatures[0], envelope.Signatures[1] with { KeyId = _parties.Vendor.PublicKey.KeyId }],
        };

        Refused(forged.ToJson(), AgreementCodes.Altered);
    }

    [Fact]
    public void Any_altered_byte_of_the_payload_is_refused()
    {
        var envelope = DsseEnvelope.Parse(_parties.Signed(BaseFolder.Source));
        for (var at = 0; at < envelope.Payload.Length; at += 997)
        {
            var payload = envelope.Payload.ToArray();
            payload[at] ^= 1;
            Refused((envelope with { Payload = payload }).ToJson(), AgreementCodes.Altered);
        }
    }

    [Fact]
    public void A_signature_over_another_type_is_refused()
    {
        const string other = "application/vnd.concordat.order.v1+json";
        var envelope = DsseEnvelope.Parse(Parties.Envelope(other, _payload, _parties.Department, _parties.Vendor));

        Refused(envelope.ToJson(), AgreementCodes.WrongType);
        Refused((envelope with { PayloadType = AgreementPayload.MediaType }).ToJson(), AgreementCodes.Altered);
    }

    [Fact]
    public void One_key_for_both_roles_is_refused_before_anything_is_read()
    {
        IReadOnlyList<TrustedParty> trusted =
            [new("Department", "department", _parties.Vendor.PublicKey), new("Vendor", "vendor", VerifyingKey.FromPem(_parties.Vendor.PublicKey.ToPem()))];

        Refused(Parties.Envelope(_payload, _parties.Vendor), trusted, AgreementCodes.SharedKey);
    }

    [Fact]
    public void A_party_that_has_two_keys_has_signed_only_with_both()
    {
        using var p384 = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        IReadOnlyList<TrustedParty> trusted =
            [_parties.Trusted[0], _parties.Trusted[1] with { AlsoKeys = [p384.PublicKey] }];
        var both = DsseEnvelope.Parse(Parties.Envelope(_payload, _parties.Department, _parties.Vendor, p384));

        Assert.True(Agreement.Load(both.ToJson(), trusted, Parties.Now).IsLoaded);
        for (var i = 0; i < 3; i++)
        {
            Refused((both with { Signatures = both.Signatures.RemoveAt(i) }).ToJson(), trusted, AgreementCodes.HalfSigned); // whichever is taken out
        }

        var unknown = both with { Signatures = both.Signatures.Add(new DsseSignature("falcon-512", new byte[666])) };
        Assert.True(Agreement.Load(unknown.ToJson(), trusted, Parties.Now).IsLoaded);
        Refused(both.ToJson(), [_parties.Trusted[0] with { AlsoKeys = [_parties.Vendor.PublicKey] }, _parties.Trusted[1]], AgreementCodes.SharedKey);
    }

    [Fact]
    public void A_key_counts_for_its_own_role_only()
    {
        IReadOnlyList<TrustedParty> trusted =
            [new("A", "vendor", _parties.Department.PublicKey), new("B", "vendor", _parties.Vendor.PublicKey), new("C", "department", _parties.Stranger.PublicKey)];

        Refused(_parties.Signed(BaseFolder.Source), trusted, AgreementCodes.HalfSigned);
    }

    [Fact]
    public void A_role_for_which_no_key_is_trusted_is_refused() =>
        Refused(_parties.Signed(BaseFolder.Source), [_parties.Trusted[0]], AgreementCodes.UntrustedRole);

    [Fact]
    public void Without_trusted_parties_nothing_loads() => Refused(_parties.Signed(BaseFolder.Source), [], AgreementCodes.UnknownSigner);

    [Fact]
    public void An_agreement_that_asks_for_one_signature_only_is_refused()
    {
        var onesided = BaseFolder.With(metadata => metadata with { Roles = ["department"], Terms = metadata.Terms with { Witnesses = [] } });

        Refused(Parties.Envelope(AgreementPayload.Build(onesided), _parties.Department), AgreementCodes.Metadata);
    }

    [Fact]
    public void An_agreement_that_asks_nobody_is_refused()
    {
        var nobody = BaseFolder.With(metadata => metadata with { Roles = [], Terms = metadata.Terms with { Witnesses = [] } });

        Refused(Parties.Envelope(AgreementPayload.Build(nobody), _parties.Department, _parties.Vendor), AgreementCodes.Metadata);
    }

    [Fact]
    public void A_third_role_must_have_signed_too()
    {
        var three = BaseFolder.With(metadata => metadata with { Roles = ["department", "vendor", "inspector"] });
        var payload = AgreementPayload.Build(three);
        IReadOnlyList<TrustedParty> trusted = [.. _parties.Trusted, new("Inspector", "inspector", _parties.Stranger.PublicKey)];

        Refused(Parties.Envelope(payload, _parties.Department, _parties.Vendor), trusted, AgreementCodes.HalfSigned);
        Assert.True(Agreement.Load(Parties.Envelope(payload, _parties.Department, _parties.Vendor, _parties.Stranger), trusted, Parties.Now).IsLoaded);
    }

    [Fact]
    public void Before_its_day_it_is_not_in_effect_and_from_its_first_second_it_is()
    {
        var signed = _parties.Signed(BaseFolder.With(metadata => metadata with { Effective = "2026-11-22T12:00:00Z" }));

        Assert.True(Agreement.Load(signed, _parties.Trusted, Parties.Now).IsLoaded);
        Assert.Equal(AgreementCodes.NotEffective, Assert.Single(Agreement.Load(signed, _parties.Trusted, Parties.Now.AddTicks(-1)).Diagnostics).Code);
    }

    [Fact]
    public void From_its_last_second_it_is_expired()
    {
        var signed = _parties.Signed(BaseFolder.With(metadata => metadata with { Expires = "2026-11-22T12:00:00Z" }));

        Assert.True(Agreement.Load(signed, _parties.Trusted, Parties.Now.AddTicks(-1)).IsLoaded);
        Assert.Equal(AgreementCodes.Expired, Assert.Single(Agreement.Load(signed, _parties.Trusted, Parties.Now).Diagnostics).Code);
    }

    [Fact]
    public void A_payload_that_is_not_canonical_is_refused_though_both_signed_it()
    {
        var spaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_payload).Replace("{\"authorities\":", "{ \"authorities\":", StringComparison.Ordinal));

        Refused(Parties.Envelope(spaced, _parties.Department, _parties.Vendor), AgreementCodes.NotCanonical);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("")]
    public void A_payload_that_is_not_strict_json_is_refused(string payload) =>
        Refused(Parties.Envelope(Encoding.UTF8.GetBytes(payload), _parties.Department, _parties.Vendor), AgreementCodes.NotCanonical);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_payload_that_is_something_else_is_refused(string payload)
    {
        var load = Load(Parties.Envelope(Encoding.UTF8.GetBytes(payload), _parties.Department, _parties.Vendor));

        Assert.False(load.IsLoaded);
        Assert.All(load.Diagnostics, found => Assert.Equal(AgreementCodes.NotAnAgreement, found.Code));
        Assert.NotEmpty(load.Diagnostics);
    }

    [Fact]
    public void A_payload_with_a_member_that_nobody_knows_is_refused()
    {
        var extended = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_payload)[..^1] + ",\"zz\":true}");

        Refused(Parties.Envelope(extended, _parties.Department, _parties.Vendor), AgreementCodes.NotAnAgreement);
    }

    [Fact]
    public void Clauses_that_do_not_lint_are_refused_though_both_signed_them()
    {
        var broken = BaseFolder.WithClauses("when { context.content.hidden };", "when { context.content.hiden + 1 > 2 };");

        Refused(Parties.Envelope(AgreementPayload.Build(broken), _parties.Department, _parties.Vendor), AgreementCodes.OutsideSubset);
    }

    [Fact]
    public void An_oversize_envelope_is_refused_unread() => Refused(new byte[AgreementPayload.MaxEnvelopeBytes + 1], AgreementCodes.TooLarge);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"payloadType\":\"application/vnd.concordat.agreement.v1+json\"}")]
    public void What_is_not_an_envelope_is_refused(string text) => Refused(Encoding.UTF8.GetBytes(text), AgreementCodes.NotAnEnvelope);

    private AgreementLoad Load(byte[] envelope) => Agreement.Load(envelope, _parties.Trusted, Parties.Now);

    private void Refused(byte[] envelope, string code) => Refused(envelope, _parties.Trusted, code);

    private static void Refused(byte[] envelope, IReadOnlyList<TrustedParty> trusted, string code)
    {
        var load = Agreement.Load(envelope, trusted, Parties.Now);

        Assert.False(load.IsLoaded);
        Assert.Contains(load.Diagnostics, found => found.IsError && string.Equals(found.Code, code, StringComparison.Ordinal));
        Assert.All(load.Diagnostics, found => Assert.True(char.IsLower(found.Message[0]) || found.Message[0] == '`', found.Message));
    }
}
