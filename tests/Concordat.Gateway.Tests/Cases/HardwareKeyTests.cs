using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>Two people with hardware keys release exactly one call, once; every way around is tried.</summary>
public sealed class HardwareKeyTests : IDisposable
{
    private readonly HardwareKeys _people = new();

    [Fact]
    public async Task Two_people_release_exactly_one_call_once()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        await GrantAsync(host, id, "commander", "official");

        Assert.Equal("other-action", (await HeldCall.SendAsync(host, "hulk 8", id)).Release);
        var released = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.OK, "released"), (released.Status, released.Release));
        Assert.Equal("consumed", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
    }

    [Fact]
    public async Task Where_the_agreement_names_models_for_a_role_no_other_key_of_it_counts_and_other_roles_decide_as_before()
    {
        var agreement = SignedBaseAgreement.With(
            "agreement.json", "\"noticeDays\": 30", $"\"hardwareKeys\": {{\"commander\": [\"{SoftwareAuthenticator.SoftwareModel}\"]}}, \"noticeDays\": 30");
        using var withFiles = new TestApprovers();
        await using (var host = await GatewayHost.StartAsync(config => withFiles.Register(config) with { UseCases = [config.UseCases[0] with { Functions = ["fires"] }] }, agreement: agreement))
        {
            var id = await HeldCall.HoldAsync(host);
            Assert.Equal("credential_model", HardwareKeys.CodeOf(await withFiles.DecideAsync(host, id, "commander", DecisionAct.Grant)));
            Assert.Equal(HttpStatusCode.OK, (await withFiles.DecideAsync(host, id, "official", DecisionAct.Grant)).Status);
        }

        // Of that model by its own word alone: nobody has vouched for it.
        await using var other = await GatewayHost.StartAsync(_people.Register, agreement: agreement);
        using var key = new SoftwareAuthenticator();
        Assert.Equal("credential_model", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(other, await _people.InviteAsync(other, "commander"), key)));
        Assert.Empty(await other.Stores.Credentials.ListAsync("commander", TestContext.Current.CancellationToken));
        await _people.EnrolAsync(other, "official");

        var book = other.Gateway.Book!;
        var commander = book.Approvers.First(person => person.Id == "commander");
        var vouched = (await other.Stores.Credentials.ListAsync("official", TestContext.Current.CancellationToken))[0] with { IsAttested = true, Model = SoftwareAuthenticator.SoftwareModel };
        Assert.Null(book.FaultOfKey(commander, SignatureKind.WebAuthn, vouched));
        Assert.All(
            (Concordat.Oversight.Credentials.Credential[])[vouched with { IsAttested = false }, vouched with { Model = Guid.Empty }, vouched with { BackupEligible = true }],
            wrong => Assert.Equal("credential_model", book.FaultOfKey(commander, SignatureKind.WebAuthn, wrong)!.Code));
        Assert.Equal("credential_model", book.FaultOfKey(commander, SignatureKind.Cms, credential: null)!.Code);
    }

    [Fact]
    public async Task One_person_with_two_keys_is_one_person()
    {
        await using var host = await StartAsync("commander");
        var first = _people["commander"];
        await _people.EnrolAsync(host, "commander");
        var id = await HeldCall.HoldAsync(host);

        await GrantAsync(host, id, "commander");
        Assert.Equal("already_signed", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Grant, first)));
        Assert.Equal((HttpStatusCode.Forbidden, "open"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
    }

    [Fact]
    public async Task The_same_assertion_does_not_count_twice_and_one_from_a_copied_key_is_refused_and_recorded()
    {
        await using var host = await StartAsync("commander");
        var id = await HeldCall.HoldAsync(host);
        await _people.SayAsync(host, id, "commander", DecisionAct.Read);
        var (_, statement) = await _people.SignAsync(host, id, "commander", DecisionAct.Grant);
        Assert.Equal(HttpStatusCode.OK, (await HardwareKeys.PostStatementAsync(host, id, DecisionAct.Grant, statement)).Status);
        Assert.Equal("webauthn_replayed", HardwareKeys.CodeOf(await HardwareKeys.PostStatementAsync(host, id, DecisionAct.Grant, statement)));

        _people["commander"].Count = 0;
        Assert.Equal("webauthn_counter", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Deny)));
        Assert.Equal("webauthn_counter", (await host.EntriesAsync())[^1]["error"]!.GetValue<string>());
        Assert.Equal(1, Assert.Single(await host.Stores.Credentials.ListAsync("commander", TestContext.Current.CancellationToken)).Regressions);
        Assert.Contains("concordat_case_acts_total{result=\"webauthn_counter\"} 1", host.Gateway.RenderMetrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_over_another_case_action_text_or_act_is_not_taken()
    {
        await using var host = await StartAsync("commander");
        var id = await HeldCall.HoldAsync(host);
        var other = await HeldCall.HoldAsync(host, "hulk 8");
        await _people.SayAsync(host, id, "commander", DecisionAct.Read);
        var (_, statement) = await _people.SignAsync(host, id, "commander", DecisionAct.Grant);

        Assert.Equal("invalid_statement", HardwareKeys.CodeOf(await HardwareKeys.PostStatementAsync(host, other, DecisionAct.Grant, statement)));
        Assert.Equal("invalid_statement", HardwareKeys.CodeOf(await HardwareKeys.PostStatementAsync(host, id, DecisionAct.Read, statement)));
        var (_, elsewhere) = await _people.SignAsync(host, other, "commander", DecisionAct.Grant);
        statement["webauthn"] = elsewhere["webauthn"]!.DeepClone();
        Assert.Equal("webauthn_challenge", HardwareKeys.CodeOf(await HardwareKeys.PostStatementAsync(host, id, DecisionAct.Grant, statement)));

        foreach (var (change, code) in ((Func<DecisionStatement, DecisionStatement> Change, string Code)[])
            [
                (s => s with { Action = new string('0', 64) }, "other_action"),
                (s => s with { TextHash = new string('0', 64) }, "other_action"),
                (s => s with { Time = s.Time.AddMinutes(-6) }, "stale_statement"),
                (s => s with { Approver = "official" }, "not_an_approver"),
            ])
        {
            var payload = change(DecisionStatement.Read(Convert.FromBase64String(elsewhere["payload"]!.GetValue<string>()))).ToPayload();
            var signed = _people["commander"].SignStatement(DecisionStatement.PayloadType, payload).ToJson();
            Assert.Equal(code, HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, $"/v1/cases/{other}/decisions", signed)));
        }
    }

    [Theory]
    [InlineData("https://evil.test", "gateway.example", AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified, "webauthn_origin")]
    [InlineData("https://gateway.example", "evil.test", AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified, "webauthn_relying_party")]
    [InlineData("https://gateway.example", "gateway.example", AuthenticatorTraits.UserPresent, "webauthn_verification")]
    [InlineData("https://gateway.example", "gateway.example", AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified | AuthenticatorTraits.BackupEligible, "webauthn_synced")]
    public async Task What_was_not_signed_here_by_a_person_who_was_verified_is_not_taken(string origin, string party, AuthenticatorTraits traits, string code)
    {
        await using var host = await StartAsync("commander");
        var id = await HeldCall.HoldAsync(host);
        (_people["commander"].Origin, _people["commander"].RelyingParty, _people["commander"].Traits) = (origin, party, traits);

        Assert.Equal(code, HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Read)));
    }

    [Fact]
    public async Task Nobody_signs_with_a_key_that_is_not_enrolled_or_is_somebody_elses()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        using var stranger = new SoftwareAuthenticator();

        Assert.Equal("credential_unknown", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Read, stranger)));
        Assert.Equal("not_an_approver", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Read, _people["official"])));
        stranger.CredentialId = _people["commander"].CredentialId;
        Assert.Equal("webauthn_signature", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Read, stranger)));
        Assert.Equal("credential_unknown", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "nobody", DecisionAct.Read, stranger)));
    }

    [Fact]
    public async Task A_row_that_was_written_into_the_database_signs_nothing()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        await GrantAsync(host, id, "commander", "official");
        using var stranger = new SoftwareAuthenticator();
        await host.ExecuteAsync($"UPDATE credentials SET public_key = x'{Convert.ToHexString(stranger.PublicKey.ToSpki())}', key_id = '{stranger.PublicKey.KeyId}' WHERE approver = 'official'");

        Assert.Equal((HttpStatusCode.Forbidden, "unproven"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
    }

    [Fact]
    public async Task A_grant_of_a_key_that_was_retired_since_releases_nothing()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        await GrantAsync(host, id, "commander", "official");
        Assert.Equal(HttpStatusCode.OK, (await RetireAsync(host, "official", _people.Department)).Status);

        Assert.Equal((HttpStatusCode.Forbidden, "unproven"), Of(await HeldCall.SendAsync(host, HeldCall.Target, id)));
        Assert.Equal("credential_retired", HardwareKeys.CodeOf(await HardwareKeys.PostStatementAsync(
            host, id, DecisionAct.Read, JsonNode.Parse(_people["official"].SignStatement(DecisionStatement.PayloadType, "{}"u8.ToArray()).ToJson())!)));
        Assert.Equal(("retired", "lost"), ((await EntryAsync(host))["act"]!.GetValue<string>(), (await EntryAsync(host))["because"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_hardware_key_that_was_revoked_signs_nothing_and_releases_nothing()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        await GrantAsync(host, id, "commander", "official");
        await host.Stores.RevokedSigners.AddAsync(
            new RevokedSigner(_people["official"].PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 0, []), TestContext.Current.CancellationToken);

        Assert.Equal("unproven", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
        Assert.Equal("not_an_approver", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "official", DecisionAct.Revoke)));
    }

    [Fact]
    public async Task A_grant_faster_than_reading_is_refused_recorded_and_counted()
    {
        await using var host = await StartAsync(
            config => config with { Limits = config.Limits with { ReadingTime = TimeSpan.FromHours(1) } }, "commander");
        var id = await HeldCall.HoldAsync(host);

        Assert.Equal("unread", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "commander", DecisionAct.Grant)));
        Assert.Equal("too_fast", HardwareKeys.CodeOf(await _people.DecideAsync(host, id, "commander", DecisionAct.Grant)));
        Assert.Equal("too_fast", (await host.EntriesAsync())[^1]["error"]!.GetValue<string>());
        Assert.Contains("concordat_case_acts_total{result=\"too_fast\"} 1", host.Gateway.RenderMetrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_denial_is_final()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        await GrantAsync(host, id, "commander");
        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, id, "official", DecisionAct.Deny)).Status);

        Assert.Equal("case_closed", HardwareKeys.CodeOf(await _people.DecideAsync(host, id, "commander", DecisionAct.Grant)));
        Assert.Equal("denied", (await HeldCall.SendAsync(host, HeldCall.Target, null)).Release);
    }

    [Fact]
    public async Task Who_has_no_say_or_asks_for_it_gets_no_options()
    {
        await using var host = await StartAsync("requester");
        var id = await HeldCall.HoldAsync(host);

        Assert.Equal("requester", HardwareKeys.CodeOf(await _people.SayAsync(host, id, "requester", DecisionAct.Read)));
        Assert.Equal("invalid_statement", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, $"/v1/cases/{id}/challenges", new JsonObject { ["approver"] = "requester", ["act"] = "always" })));
    }

    [Fact]
    public async Task The_record_proves_each_signature_with_the_public_key_alone()
    {
        await using var host = await StartAsync("commander", "official");
        var id = await HeldCall.HoldAsync(host);
        await GrantAsync(host, id, "commander", "official");

        var decisions = (await host.EntriesAsync()).Where(e => e["type"]!.GetValue<string>() == "case-decision").ToList();
        Assert.Equal(2, decisions.Count);
        foreach (var entry in decisions)
        {
            var person = entry["approver"]!.GetValue<string>();
            var client = Convert.FromBase64String(entry["client_data"]!.GetValue<string>());
            byte[] signed = [.. Convert.FromBase64String(entry["authenticator_data"]!.GetValue<string>()), .. SHA256.HashData(client)];
            Assert.True(_people[person].PublicKey.Verify(signed, Convert.FromBase64String(entry["signature"]!.GetValue<string>())));
            var challenge = System.Buffers.Text.Base64Url.DecodeFromChars(JsonNode.Parse(client)!["challenge"]!.GetValue<string>());
            Assert.Equal(entry["statement"]!.GetValue<string>(), Convert.ToHexStringLower(challenge));
            Assert.Equal(("webauthn", _people[person].Id, _people[person].PublicKey.KeyId), (
                entry["signed_by"]!.GetValue<string>(), entry["credential"]!.GetValue<string>(), entry["approver_key"]!.GetValue<string>()));
        }

        foreach (var raw in await host.RawEntriesAsync())
        {
            Assert.Equal(raw, CanonicalJson.Canonicalize(raw));
        }
    }

    [Fact]
    public async Task Without_the_section_no_hardware_key_is_taken()
    {
        await using var host = await GatewayHost.StartAsync(config => _people.Register(config) with { WebAuthn = null });
        using var key = new SoftwareAuthenticator();
        var invitation = HardwareKeys.Invite("x", "commander").Sign(_people.Department).ToJson();

        Assert.Equal("webauthn_off", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/invitations", invitation)));
        Assert.Equal("webauthn_off", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, "x", key)));
    }

    public void Dispose() => _people.Dispose();

    private static (HttpStatusCode, string?) Of((HttpStatusCode Status, string? Case, string? Release, string Body) answer) => (answer.Status, answer.Release);

    private static async Task<JsonObject> EntryAsync(GatewayHost host) =>
        (await host.EntriesAsync()).Last(e => e["type"]!.GetValue<string>() == "approver");

    private Task<GatewayHost> StartAsync(params string[] people) => StartAsync(config => config, people);

    private async Task<GatewayHost> StartAsync(Func<ConcordatConfig, ConcordatConfig> configure, params string[] people)
    {
        var host = await GatewayHost.StartAsync(config => configure(_people.Register(config)));
        await _people.EnrolAsync(host, people);
        return host;
    }

    private async Task GrantAsync(GatewayHost host, string id, params string[] people)
    {
        foreach (var person in people)
        {
            var (status, body) = await _people.DecideAsync(host, id, person, DecisionAct.Grant);
            Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        }
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> RetireAsync(GatewayHost host, string person, SigningKey by) => HardwareKeys.PostAsync(
        host, "/v1/approvers/retirements", new Oversight.Credentials.RetirementStatement(_people[person].Id, "lost", TimeProvider.System.GetUtcNow()).Sign(by).ToJson());
}
