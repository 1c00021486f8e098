using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Signers;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A hardware key is enrolled once, by an invitation that the person's own party signed; every way around is tried.</summary>
public sealed class EnrolmentTests : IDisposable
{
    private readonly HardwareKeys _people = new();
    private readonly SoftwareAuthenticator _key = new();

    [Fact]
    public async Task An_invitation_enrols_one_key_and_the_record_says_who_let_whom_in()
    {
        await using var host = await StartAsync();
        var token = await _people.InviteAsync(host, "commander");
        var (status, body) = await HardwareKeys.EnrolAsync(host, token, _key);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(_key.Id, body["credential"]!.GetValue<string>());
        var entries = (await host.EntriesAsync()).Where(e => e["type"]!.GetValue<string>() == "approver").ToList();
        Assert.Equal(["invited", "enrolled"], entries.Select(e => e["act"]!.GetValue<string>()));
        Assert.All(entries, e => Assert.Equal(
            ("commander", _people.Department.PublicKey.KeyId, Invitation.IdOf(token)),
            (e["approver"]!.GetValue<string>(), e["by"]!.GetValue<string>(), e["invitation"]!.GetValue<string>())));
        Assert.DoesNotContain(entries, e => e.ToJsonString().Contains(token, StringComparison.Ordinal));
        Assert.Equal("invitation_used", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
    }

    [Fact]
    public async Task Only_the_persons_own_party_invites_and_retires()
    {
        await using var host = await StartAsync();
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var statement = HardwareKeys.Invite(Invitation.NewToken(), "commander");

        Assert.Equal("not_an_approver", await InviteAsync(host, statement, _people.Vendor));
        Assert.Equal("not_an_approver", await InviteAsync(host, statement, stranger));
        Assert.Equal("not_an_approver", await InviteAsync(host, statement with { Party = "vendor" }, _people.Vendor));
        Assert.Equal("not_an_approver", await InviteAsync(host, statement with { Role = "official" }, _people.Department));
        Assert.Equal("not_an_approver", await InviteAsync(host, statement with { Approver = "nobody" }, _people.Department));
        await _people.EnrolAsync(host, "commander");
        var retirement = new RetirementStatement(_people["commander"].Id, "lost", TimeProvider.System.GetUtcNow());
        Assert.Equal("not_an_approver", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/retirements", retirement.Sign(_people.Vendor).ToJson())));
        Assert.Equal("not_an_approver", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/retirements", (retirement with { Credential = "none" }).Sign(_people.Department).ToJson())));
        Assert.Equal("stale_statement", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(
            host, "/v1/approvers/retirements", (retirement with { Time = retirement.Time.AddMinutes(-6) }).Sign(_people.Department).ToJson())));
    }

    [Fact]
    public async Task A_party_whose_key_was_revoked_lets_nobody_in_also_by_earlier_invitations()
    {
        await using var host = await StartAsync();
        var token = await _people.InviteAsync(host, "commander");
        await host.Stores.RevokedSigners.AddAsync(
            new RevokedSigner(_people.Department.PublicKey.KeyId, TimeProvider.System.GetUtcNow(), 0, []), TestContext.Current.CancellationToken);

        Assert.Equal("invitation_unknown", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
        Assert.Equal("not_an_approver", await InviteAsync(host, HardwareKeys.Invite(Invitation.NewToken(), "official"), _people.Department));
    }

    [Fact]
    public async Task An_invitation_is_fresh_short_and_of_this_form()
    {
        await using var host = await StartAsync();
        var statement = HardwareKeys.Invite(Invitation.NewToken(), "commander");

        Assert.Equal("stale_statement", await InviteAsync(host, statement with { Time = statement.Time.AddMinutes(-6) }, _people.Department));
        Assert.Equal("stale_statement", await InviteAsync(host, statement with { Expires = statement.Time.AddMinutes(-1) }, _people.Department));
        Assert.Equal("invalid_statement", await InviteAsync(host, statement with { Expires = statement.Time.AddDays(8) }, _people.Department));
        Assert.Equal("invalid_statement", await InviteAsync(host, statement with { Id = "short" }, _people.Department));
        var retirement = new RetirementStatement("x", "y", statement.Time).Sign(_people.Department).ToJson();
        Assert.Equal("invalid_statement", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/invitations", retirement)));
        Assert.Equal("invalid_statement", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/invitations", new JsonObject())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Without_its_token_an_invitation_opens_nothing(string token)
    {
        await using var host = await StartAsync();
        await _people.InviteAsync(host, "commander");
        Assert.Equal("invitation_unknown", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
    }

    [Fact]
    public async Task An_invitation_that_was_changed_in_the_database_opens_nothing()
    {
        await using var host = await StartAsync();
        var token = await _people.InviteAsync(host, "commander");
        foreach (var change in (string[])["approver = 'official', role = 'official'", "expires = expires + 1000000", "party = 'vendor'"])
        {
            await host.ExecuteAsync($"UPDATE invitations SET {change}");
            Assert.Equal("invitation_unknown", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
        }
    }

    [Fact]
    public async Task A_key_that_is_wrong_in_any_way_is_not_enrolled_and_leaves_the_invitation()
    {
        await using var host = await StartAsync();
        var token = await _people.InviteAsync(host, "commander");
        _key.Origin = "https://evil.test";
        Assert.Equal("webauthn_origin", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
        _key.Origin = "https://gateway.example";
        _key.Traits = AuthenticatorTraits.UserPresent;
        Assert.Equal("webauthn_verification", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
        _key.Traits |= AuthenticatorTraits.UserVerified;
        _key.Attestation = "tpm";
        Assert.Equal("webauthn_attestation_format", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, token, _key)));
        Assert.Equal("webauthn_too_large", HardwareKeys.CodeOf(await PostAsync(host, token, new JsonObject
        {
            ["id"] = "AA", ["response"] = new JsonObject { ["clientDataJSON"] = "AA", ["attestationObject"] = new string('A', 30_000) },
        })));
        Assert.Equal("webauthn_malformed", HardwareKeys.CodeOf(await PostAsync(host, token, [])));
        Assert.Equal("invalid_statement", HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/credentials", new JsonObject { ["invitation"] = 7 })));

        _key.Attestation = "packed";
        Assert.Equal(HttpStatusCode.OK, (await HardwareKeys.EnrolAsync(host, token, _key)).Status);
    }

    [Fact]
    public async Task Two_people_never_share_a_key_and_what_does_not_count_is_recorded_so()
    {
        await using var host = await StartAsync();
        await HardwareKeys.EnrolAsync(host, await _people.InviteAsync(host, "commander"), _key);

        Assert.Equal("credential_exists", HardwareKeys.CodeOf(await HardwareKeys.EnrolAsync(host, await _people.InviteAsync(host, "official"), _key)));
        Assert.Equal("credential_exists", (await host.EntriesAsync())[^1]["error"]!.GetValue<string>());
    }

    public void Dispose()
    {
        _people.Dispose();
        _key.Dispose();
    }

    private static async Task<string> InviteAsync(GatewayHost host, InvitationStatement statement, SigningKey key) =>
        HardwareKeys.CodeOf(await HardwareKeys.PostAsync(host, "/v1/approvers/invitations", statement.Sign(key).ToJson()));

    private static Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(GatewayHost host, string token, JsonObject credential) =>
        HardwareKeys.PostAsync(host, "/v1/approvers/credentials", new JsonObject { ["invitation"] = token, ["credential"] = credential });

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(_people.Register);
}
