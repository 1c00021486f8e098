using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Client.Tests;

/// <summary>An effector runs nothing but exactly what two people signed.</summary>
public sealed class GrantVerifierTests : IDisposable
{
    private const string PayloadType = "application/vnd.concordat.decision+json";
    private const string Case = "case_0199aaaabbbb7cccdddd0123456789ab";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Arguments = """{"target":"hulk 7","rounds":2}"""u8.ToArray();

    private readonly SigningKey _commander = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _official = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    [Fact]
    public void A_grant_of_two_people_is_valid_for_its_call()
    {
        var result = Verifier.Verify(Grant(), "fire", """{ "rounds": 2.0, "target": "hulk 7" }"""u8, Now);

        Assert.True(result.IsValid, result.Fault);
        Assert.Equal(["commander", "official"], result.Signers);
        Assert.Equal((Case, "00112233"), (result.Case, result.Nonce));
    }

    [Theory]
    [InlineData("fire", """{"target":"hulk 8","rounds":2}""", "the grant is for other arguments")]
    [InlineData("fire", """{"target":"hulk 7","rounds":2,"salvo":true}""", "the grant is for other arguments")]
    [InlineData("fire", """{"target":"hulk 7","target":"hulk 7","rounds":2}""", "the grant cannot be read")]
    [InlineData("Fire", """{"target":"hulk 7","rounds":2}""", "the grant is for another tool")]
    public void Another_call_is_refused(string tool, string arguments, string fault) =>
        Assert.Equal(fault, Verifier.Verify(Grant(), tool, Encoding.UTF8.GetBytes(arguments), Now).Fault);

    [Fact]
    public void Before_and_after_its_time_a_grant_is_refused()
    {
        Assert.Equal("the grant does not hold yet", Verifier.Verify(Grant(), "fire", Arguments, Now.AddHours(-2)).Fault);
        Assert.Equal("the grant has expired", Verifier.Verify(Grant(), "fire", Arguments, Now.AddHours(1)).Fault);
    }

    [Fact]
    public void One_signature_twice_or_of_a_stranger_does_not_fill_the_quorum()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        const string fault = "the signatures do not fill the quorum of the effector";

        Assert.Equal(fault, Verifier.Verify(Grant(signers: [("commander", _commander)]), "fire", Arguments, Now).Fault);
        Assert.Equal(fault, Verifier.Verify(Grant(signers: [("commander", _commander), ("commander", _commander)]), "fire", Arguments, Now).Fault);
        Assert.Equal(fault, Verifier.Verify(Grant(signers: [("commander", _commander), ("official", _commander)]), "fire", Arguments, Now).Fault);
        Assert.Equal(fault, Verifier.Verify(Grant(signers: [("commander", _commander), ("official", stranger)]), "fire", Arguments, Now).Fault);
        Assert.Equal(fault, Verifier.Verify(Grant(signers: []), "fire", Arguments, Now).Fault);
    }

    [Theory]
    [InlineData("act", "deny")]
    [InlineData("case", "case_0199aaaabbbb7cccdddd0123456789ff")]
    [InlineData("action", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("format", "concordat-decision/2")]
    public void A_statement_about_something_else_does_not_count(string member, string value) =>
        Assert.False(Verifier.Verify(Grant(change: (member, value)), "fire", Arguments, Now).IsValid);

    [Theory]
    [InlineData("""[{"party":"department","roles":["commander"]}]""")]
    [InlineData("""[{"party":"department","roles":["commander"]},{"party":"department","roles":["commander"]}]""")]
    [InlineData("""[{"party":"department","roles":["commander","official","reviewer"]}]""")]
    public void A_grant_that_asks_for_less_than_the_effector_is_refused_whatever_it_says_of_itself(string quorum)
    {
        Assert.Equal("the signatures do not fill the quorum of the effector", Verifier.Verify(Grant(signers: [("commander", _commander)], quorum: quorum), "fire", Arguments, Now).Fault);
        Assert.Equal("the signatures do not fill the quorum of the effector", Verifier.Verify(Grant(signers: [("official", _official)], quorum: quorum), "fire", Arguments, Now).Fault);
    }

    [Fact]
    public void A_grant_that_asks_for_more_than_the_effector_needs_all_of_it()
    {
        using var reviewer = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        const string more = """[{"party":"department","roles":["commander"],"clauses":["3.1"]},{"party":"department","roles":["official"],"clauses":["3.1"]},{"party":"vendor","roles":["reviewer"],"clauses":["8.2"]}]""";
        var verifier = new GrantVerifier([.. Keys, new GrantKey("rex", "reviewer", "vendor", reviewer.PublicKey.ToPem())], Two);

        Assert.Equal("the signatures do not fill the quorum of the grant", verifier.Verify(Grant(quorum: more), "fire", Arguments, Now).Fault);
        Assert.True(verifier.Verify(Grant(signers: [("commander", _commander), ("official", _official), ("rex", reviewer)], quorum: more), "fire", Arguments, Now).IsValid);
        Assert.Equal("the signatures do not fill the quorum of the effector", verifier.Verify(
            Grant(signers: [("commander", _commander), ("rex", reviewer)], quorum: """[{"party":"department","roles":["commander"]},{"party":"vendor","roles":["reviewer"]}]"""), "fire", Arguments, Now).Fault);
        Assert.False(verifier.Verify(Grant(quorum: "[]"), "fire", Arguments, Now).IsValid);
        Assert.False(verifier.Verify(Grant(quorum: $"[{string.Join(',', Enumerable.Repeat("""{"party":"department","roles":["commander"]}""", 25))}]"), "fire", Arguments, Now).IsValid);
    }

    [Theory]
    [InlineData("\"type\":\"ruling\",", "the grant is not an authorization")]
    [InlineData("\"type\":\"mask\",", "the grant is not an authorization")]
    [InlineData("\"type\":\"Authorize\",", "the grant is not an authorization")]
    [InlineData("", "the grant cannot be read")]
    public void What_people_ruled_on_is_no_authorization(string type, string fault) =>
        Assert.Equal(fault, Verifier.Verify(Grant(type: type), "fire", Arguments, Now).Fault);

    [Fact]
    public void Another_definition_of_the_tool_than_the_pinned_one_is_refused_and_so_is_none()
    {
        var pinned = new GrantVerifier(Keys, Two) { Schemas = new HashSet<string> { new('c', 64) } };

        Assert.True(pinned.Verify(Grant(schema: new string('c', 64)), "fire", Arguments, Now).IsValid);
        Assert.Equal("the grant is of another definition of the tool", pinned.Verify(Grant(schema: new string('d', 64)), "fire", Arguments, Now).Fault);
        Assert.Equal("the grant is of another definition of the tool", pinned.Verify(Grant(), "fire", Arguments, Now).Fault);
    }

    [Fact]
    public void An_effector_says_whose_signatures_it_takes_and_nothing_that_is_no_seat()
    {
        Assert.Throws<ArgumentException>(() => new GrantVerifier(Keys, []));
        Assert.Throws<ArgumentException>(() => new GrantVerifier(Keys, [new GrantSeat("department", [])]));
        foreach (var seat in (string[])["", "commander", "department:", ":commander", "department:commander|", "a:b:c"])
        {
            Assert.Throws<FormatException>(() => GrantSeat.Parse(seat));
        }
    }

    [Fact]
    public void A_grant_of_another_agreement_use_case_or_deployment_is_refused_where_the_effector_names_its_own()
    {
        GrantVerifier Of(string agreement, string useCase, string deployment) => new(Keys, Two)
        {
            Agreements = new HashSet<string> { agreement }, UseCases = new HashSet<string> { useCase }, Deployments = new HashSet<string> { deployment },
        };
        var ours = new string('a', 64);

        Assert.True(Of(ours, "range", "depot").Verify(Grant(), "fire", Arguments, Now).IsValid);
        Assert.Equal("the grant is of another agreement", Of(new string('b', 64), "range", "depot").Verify(Grant(), "fire", Arguments, Now).Fault);
        Assert.Equal("the grant is of another use case", Of(ours, "Range", "depot").Verify(Grant(), "fire", Arguments, Now).Fault);
        Assert.Equal("the grant is of another deployment", Of(ours, "range", "depot-2").Verify(Grant(), "fire", Arguments, Now).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"case":"x","action":"!","signatures":[]}""")]
    [InlineData("""{"case":"x","action":"e30=","signatures":[]}""")]
    public void What_is_no_grant_is_refused(string text) =>
        Assert.Equal("the grant cannot be read", Verifier.Verify(Encoding.UTF8.GetBytes(text), "fire", Arguments, Now).Fault);

    [Fact]
    public void A_spoilt_byte_anywhere_never_makes_another_call_valid()
    {
        var grant = Grant();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var spoilt = grant.ToArray();
            spoilt[random.Next(spoilt.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(Verifier.Verify(spoilt, "fire", """{"target":"hulk 8","rounds":2}"""u8, Now).IsValid);
        }
    }

    [Fact]
    public void A_grant_of_a_hardware_key_and_a_card_is_valid_where_the_effector_knows_them()
    {
        using var hardware = new SoftwareAuthenticator();
        using var card = RSA.Create(2048);
        var grant = Grant(by: [("commander", payload => hardware.SignStatement(PayloadType, payload).ToJson()), ("official", payload => Cms(card, payload))]);
        GrantKey[] keys =
        [
            new("commander", "commander", "department", hardware.PublicKey.ToPem()),
            new("official", "official", "department", card.ExportSubjectPublicKeyInfoPem()),
        ];
        var verifier = new GrantVerifier(keys, Two) { HardwareKeys = new RelyingParty("gateway.example", ["https://gateway.example"]) };

        var result = verifier.Verify(grant, "fire", Arguments, Now);
        Assert.True(result.IsValid, result.Fault);
        Assert.Equal(["commander", "official"], result.Signers);
        Assert.False(verifier.Verify(grant, "fire", """{"target":"hulk 8","rounds":2}"""u8, Now).IsValid);
        Assert.False(new GrantVerifier(keys, Two).Verify(grant, "fire", Arguments, Now).IsValid);
        Assert.False(new GrantVerifier(keys, Two) { HardwareKeys = new RelyingParty("evil.test", ["https://gateway.example"]) }.Verify(grant, "fire", Arguments, Now).IsValid);
        Assert.False(new GrantVerifier(keys, Two) { HardwareKeys = new RelyingParty("gateway.example", ["https://evil.test"]) }.Verify(grant, "fire", Arguments, Now).IsValid);
        Assert.False(new GrantVerifier([keys[0], keys[1] with { PublicKeyPem = _official.PublicKey.ToPem() }], Two) { HardwareKeys = verifier.HardwareKeys }.Verify(grant, "fire", Arguments, Now).IsValid);
    }

    [Fact]
    public void An_assertion_moved_to_another_statement_or_a_person_with_two_keys_does_not_fill_the_quorum()
    {
        using var hardware = new SoftwareAuthenticator();
        using var second = new SoftwareAuthenticator();
        var party = new RelyingParty("gateway.example", ["https://gateway.example"]);
        GrantKey[] keys =
        [
            new("commander", "commander", "department", hardware.PublicKey.ToPem()), new("commander", "commander", "department", second.PublicKey.ToPem()),
            new("official", "official", "department", _official.PublicKey.ToPem()),
        ];
        var verifier = new GrantVerifier(keys, Two) { HardwareKeys = party };
        var twice = Grant(by: [("commander", p => hardware.SignStatement(PayloadType, p).ToJson()), ("commander", p => second.SignStatement(PayloadType, p).ToJson())]);
        Assert.False(verifier.Verify(twice, "fire", Arguments, Now).IsValid);

        var moved = Grant(by: [
            ("commander", p => PersonalStatement.By(hardware.Assert(PersonalStatement.ChallengeFor("another"u8)), PayloadType, p).ToJson()),
            ("official", p => DsseEnvelope.Create(PayloadType, p).Sign(_official).ToJson())]);
        Assert.False(verifier.Verify(moved, "fire", Arguments, Now).IsValid);
    }

    public void Dispose()
    {
        _commander.Dispose();
        _official.Dispose();
    }

    private GrantKey[] Keys =>
    [
        new("commander", "commander", "department", _commander.PublicKey.ToPem()), new("official", "official", "department", _official.PublicKey.ToPem()),
    ];

    private static IReadOnlyList<GrantSeat> Two => GrantSeat.Parse("department:commander", "department:commander|official");

    private GrantVerifier Verifier => new(Keys, Two);

    private static byte[] Cms(RSA key, byte[] payload)
    {
        using var certificate = new CertificateRequest("CN=Official", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var cms = new SignedCms(new ContentInfo(payload), detached: true);
        cms.ComputeSignature(new CmsSigner(certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });
        return PersonalStatement.By(cms.Encode(), PayloadType, payload).ToJson();
    }

    private byte[] Grant(
        (string Id, SigningKey Key)[]? signers = null, (string Member, string Value)? change = null,
        string quorum = """[{"party":"department","roles":["commander"]},{"party":"department","roles":["commander","official"]}]""",
        (string Id, Func<byte[], byte[]> Sign)[]? by = null, string type = "\"type\":\"authorize\",", string? schema = null)
    {
        var document = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes($$$"""
            {"format":"concordat-action/1",{{{type}}}"agreement":"{{{new string('a', 64)}}}","requester":{"key":"k","useCase":"range"},"deployment":"depot","phase":"toolCall","tool":{"name":"fire","effect":"force","schema":{{{(schema is null ? "null" : $"\"{schema}\"")}}}},"arguments":{{{Encoding.UTF8.GetString(Arguments)}}},
            "nonce":"00112233","notBefore":"2026-11-22T11:00:00.000000Z","expires":"2026-11-22T13:00:00.000000Z","quorum":{{{quorum}}}}
            """));
        var signatures = new JsonArray();
        by ??= [.. (signers ?? [("commander", _commander), ("official", _official)]).Select(
            signer => (signer.Id, (Func<byte[], byte[]>)(payload => DsseEnvelope.Create(PayloadType, payload).Sign(signer.Key).ToJson())))];
        foreach (var (id, sign) in by)
        {
            var payload = new JsonObject
            {
                ["format"] = "concordat-decision/1", ["act"] = "grant", ["case"] = Case, ["approver"] = id,
                ["action"] = Convert.ToHexStringLower(SHA256.HashData(document)),
            };
            if (change is var (member, value))
            {
                payload[member] = value;
            }

            signatures.Add(new JsonObject { ["statement"] = JsonNode.Parse(sign(Encoding.UTF8.GetBytes(payload.ToJsonString()))) });
        }

        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["case"] = Case, ["action"] = Convert.ToBase64String(document), ["signatures"] = signatures,
        }.ToJsonString());
    }
}
