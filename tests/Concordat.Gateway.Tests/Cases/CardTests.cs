using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;
using Concordat.Tests.Kit;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A smart card counts beside a hardware key; a card that does not count any more releases nothing.</summary>
public sealed class CardTests : IDisposable
{
    private static readonly byte[] Serial = [0x21, 0x07];

    private readonly HardwareKeys _people = new();
    private readonly CardAuthority _authority = new(TimeProvider.System.GetUtcNow());
    private readonly SigningKey _card = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    [Fact]
    public async Task A_card_and_a_hardware_key_release_exactly_one_call_once()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        Assert.Equal(HttpStatusCode.OK, (await SayAsync(host, id, DecisionAct.Read)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SayAsync(host, id, DecisionAct.Grant)).Status);
        Assert.Equal("already_signed", HardwareKeys.CodeOf(await SayAsync(host, id, DecisionAct.Grant)));
        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, id, "official", DecisionAct.Grant)).Status);

        Assert.Equal("released", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
        Assert.Equal("consumed", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
        var entry = (await host.EntriesAsync()).First(e => e["type"]!.GetValue<string>() == "case-decision");
        Assert.Equal(("cms", _card.PublicKey.KeyId), (entry["signed_by"]!.GetValue<string>(), entry["approver_key"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_card_that_was_revoked_between_signing_and_use_releases_nothing()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await SayAsync(host, id, DecisionAct.Read);
        await SayAsync(host, id, DecisionAct.Grant);
        await _people.DecideAsync(host, id, "official", DecisionAct.Grant);
        await host.Gateway.ApplyAsync(Configure(TestConfig.Default(host.Directory), Serial), SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken);

        Assert.Equal("unproven", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
        Assert.Equal("card_revoked", HardwareKeys.CodeOf(await SayAsync(host, id, DecisionAct.Deny)));
    }

    [Fact]
    public async Task Somebody_elses_card_another_key_or_other_bytes_are_not_taken()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

        Assert.Equal("card_signature", HardwareKeys.CodeOf(await SayAsync(host, id, DecisionAct.Read, key: stranger)));
        Assert.Equal("card_holder", HardwareKeys.CodeOf(await SayAsync(host, id, DecisionAct.Read, principal: "somebody@mil")));
        Assert.Equal("not_an_approver", HardwareKeys.CodeOf(await SayAsync(host, id, DecisionAct.Read, approver: "official")));
        var payload = new DecisionStatement(DecisionAct.Read, CaseId(id), "", "", "commander", "", TimeProvider.System.GetUtcNow()).ToPayload();
        var moved = PersonalStatement.By(Sign(_card, "1234567890@mil", "other bytes"u8.ToArray()), DecisionStatement.PayloadType, payload).ToJson();
        Assert.Equal("card_signature", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, $"/v1/cases/{id}/readings", moved)));
    }

    [Fact]
    public async Task Without_the_section_no_card_is_taken()
    {
        await using var host = await GatewayHost.StartAsync(config => Configure(config) with { SmartCards = null });
        var id = await HeldCall.HoldAsync(host);
        Assert.Equal("cards_off", HardwareKeys.CodeOf(await SayAsync(host, id, DecisionAct.Read)));
    }

    public void Dispose()
    {
        _people.Dispose();
        _authority.Dispose();
        _card.Dispose();
    }

    private static CaseId CaseId(string id)
    {
        Assert.True(Oversight.Cases.CaseId.TryParse(id, out var parsed));
        return parsed;
    }

    private async Task<GatewayHost> StartAsync()
    {
        var host = await GatewayHost.StartAsync(config => Configure(config));
        await _people.EnrolAsync(host, "official");
        return host;
    }

    private ConcordatConfig Configure(ConcordatConfig config, byte[]? revoked = null)
    {
        var ready = _people.Register(config);
        var lists = _authority.Lists(revoked);
        string Write(string name, byte[] bytes)
        {
            var path = Path.Combine(config.Data, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }

        return ready with
        {
            Approvers = [TestApprovers.Appointed(ready.Data, ready.Approvers[0] with { Card = "1234567890@MIL" }), .. ready.Approvers.Skip(1)],
            SmartCards = new SmartCardsConfig
            {
                Roots = [Write("root.pem", System.Text.Encoding.ASCII.GetBytes(_authority.Root.ExportCertificatePem()))],
                Issuers = [Write("issuer.pem", System.Text.Encoding.ASCII.GetBytes(_authority.Issuer.ExportCertificatePem()))],
                Revocation = [Write("root.crl", lists[0]), Write("issuer.crl", lists[1])],
                Policies = [CardAuthority.SignaturePolicy],
            },
        };
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SayAsync(
        GatewayHost host, string id, DecisionAct act, SigningKey? key = null, string principal = "1234567890@mil", string approver = "commander")
    {
        var statement = new DecisionStatement(act, CaseId(id), "", "", approver, "", TimeProvider.System.GetUtcNow());
        if (act != DecisionAct.Read)
        {
            var (_, shown) = await SayAsync(host, id, DecisionAct.Read, key, principal, approver);
            statement = statement with { Action = shown["digest"]?.GetValue<string>() ?? "", TextHash = ActionText.Hash(shown["text"]?.GetValue<string>() ?? "") };
        }

        var payload = statement.ToPayload();
        var signed = PersonalStatement.By(Sign(key ?? _card, principal, payload), DecisionStatement.PayloadType, payload).ToJson();
        return await HardwareKeys.PostAsync(host, $"/v1/cases/{id}/{(act == DecisionAct.Read ? "readings" : "decisions")}", signed);
    }

    private byte[] Sign(SigningKey key, string principal, byte[] payload)
    {
        using var publicKey = ECDsa.Create();
        publicKey.ImportSubjectPublicKeyInfo(_card.PublicKey.ToSpki(), out _);
        using var certificate = _authority.Certificate(new PublicKey(publicKey), Serial, principal);
        return CardCms.Sign(key, certificate, payload);
    }
}
