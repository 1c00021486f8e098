using System.Net;
using System.Text;
using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Setup;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>Keys of approvers and of parties that are revoked under a serving gateway.</summary>
public sealed class RevokedSignerTests : IAsyncLifetime
{
    private const string Request =
        """{"model":"sandbox","messages":[{"role":"user","content":"Go on as planned. [[call: launch_drone_strike {\"target\":\"hulk 7\"}]]"}]}""";

    private ServedInstallation _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedInstallation.StartAsync(Stop);
        _served.Change("limits:", "limits:\n  readingTime: 1s");
        await _served.RestartAsync(Stop);
        var key = await _served.Host.Parts.Stores.Keys.CreateAsync(ConfigurationTemplate.RangeUseCase, "test", expires: null, Stop);
        await _served.Host.Parts.RefreshKeysAsync(Stop);
        _served.Http.DefaultRequestHeaders.Authorization = new("Bearer", key.ShownOnce);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task A_grant_signed_before_lets_nothing_through_after_the_revocation()
    {
        var id = await HoldAsync();
        Assert.Contains("another signature is needed", (await DecideAsync(id, "commander")).Output, StringComparison.Ordinal);
        Assert.Contains("state: granted", (await DecideAsync(id, "safety-officer")).Output, StringComparison.Ordinal);

        var revoke = await RevokeAsync("commander");
        Assert.True(revoke.Code == ExitCode.Done, revoke.Error);
        Assert.Matches("^revoked: key [0-9a-f]{12}, as entry [0-9]+ says; nothing that it signs counts any more\\s*$", revoke.Output);
        Assert.Contains("is the key of `commander` (commander of department); remove it from the configuration too", revoke.Error, StringComparison.Ordinal);

        using var answer = await SendAsync(id);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("its signatures do not prove a grant", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        await AssertVerifiesAsync();
    }

    [Fact]
    public async Task A_statement_signed_after_the_revocation_is_refused_also_after_a_restart_and_others_still_decide()
    {
        Assert.Equal(ExitCode.Done, (await RevokeAsync("commander")).Code);
        var id = await HoldAsync();

        var refused = await DecideAsync(id, "commander");
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("the key of `commander` that signed the statement was revoked", refused.Error + refused.Output, StringComparison.Ordinal);
        Assert.Contains("another signature is needed", (await DecideAsync(id, "safety-officer")).Output, StringComparison.Ordinal);
        var authorization = _served.Http.DefaultRequestHeaders.Authorization;
        await _served.RestartAsync(Stop);
        _served.Http.DefaultRequestHeaders.Authorization = authorization;
        Assert.Contains("was revoked", (await DecideAsync(id, "commander")).Error, StringComparison.Ordinal);
        await AssertVerifiesAsync();
    }

    [Fact]
    public async Task The_agreement_in_force_outlives_the_key_of_a_party_and_no_other_is_put_in_force_by_it()
    {
        var revoke = await RevokeAsync("vendor");
        Assert.True(revoke.Code == ExitCode.Done, revoke.Error);
        Assert.Matches("agreement [0-9a-f]{12}, which it signed before, stays valid", revoke.Output);
        await _served.RestartAsync(Stop);

        var prose = Path.Combine(_served.Home, "agreement/agreement.md");
        await File.AppendAllTextAsync(prose, "\nAdded with a stolen key.\n", Stop);
        var signed = Path.Combine(_served.Home, "agreement.dsse.json");
        var before = await File.ReadAllBytesAsync(signed, Stop);
        File.Delete(signed);
        foreach (var role in (string[])["department", "vendor"])
        {
            var sign = await CommandRun.OfAsync(
                "agreement", "sign", Path.Combine(_served.Home, "agreement"), "--key", Path.Combine(_served.Home, $"keys/{role}.key.pem"), "--role", role, "--output", signed);
            Assert.True(sign.Code == ExitCode.Done, sign.Error);
        }

        var refused = await Assert.ThrowsAsync<CommandException>(() => _served.RestartAsync(Stop));
        Assert.Contains("which was revoked on ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("(have it signed with a new key)", refused.Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(signed, before, Stop);
        await _served.RestartAsync(Stop);
    }

    [Fact]
    public async Task A_key_is_revoked_while_the_gateway_is_stopped_too_and_a_key_of_nobody_is_refused()
    {
        await _served.DisposeHostAsync();
        Assert.Equal(ExitCode.Done, (await RevokeAsync("reviewer")).Code);
        Assert.Equal(ExitCode.Done, (await RevokeAsync("reviewer")).Code);
        using var nobody = Signing.SigningKey.Generate(Signing.SignatureAlgorithm.Ed25519);
        await File.WriteAllTextAsync(Path.Combine(_served.Home, "keys/nobody.pub.pem"), nobody.PublicKey.ToPem(), Stop);

        var refused = await RevokeAsync("nobody");

        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("is the key of no party and no approver of the configuration", refused.Error, StringComparison.Ordinal);
        await _served.RestartAsync(Stop);
        Assert.Single(await _served.Host.Parts.Stores.RevokedSigners.ListAsync(Stop));
    }

    private async Task<string> HoldAsync()
    {
        using var held = await SendAsync(id: null);
        return held.Headers.GetValues("Concordat-Case").Single();
    }

    private Task<CommandRun> RevokeAsync(string name) => CommandRun.OfAsync(
        "ledger", "revoke-signer", Path.Combine(_served.Home, $"keys/{name}.pub.pem"), "--because", "stolen", "--config", _served.ConfigurationPath);

    private Task<CommandRun> DecideAsync(string id, string person) => CommandRun.OfAsync(
        "case", "grant", id, "--key", Path.Combine(_served.Home, "keys", $"{person}.key.pem"), "--as", person, "--gateway", _served.Host.Url, "--yes");

    private async Task<HttpResponseMessage> SendAsync(string? id)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("v1/chat/completions", UriKind.Relative))
        {
            Content = new StringContent(Request, Encoding.UTF8, "application/json"),
        };
        if (id is not null)
        {
            message.Headers.Add("Concordat-Case", id);
        }

        return await _served.Http.SendAsync(message, Stop);
    }

    private async Task AssertVerifiesAsync()
    {
        var ledger = _served.Host.Parts.Ledger;
        await ledger.IntegrateAsync();
        var result = await LedgerVerification.VerifyAsync(ledger.Location, ledger.VerifierKey, new() { Entries = true }, Stop);
        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
    }
}
