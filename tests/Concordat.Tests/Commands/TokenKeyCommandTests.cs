using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Hosting;
using Concordat.Setup;
using Concordat.Signing;
using Concordat.Signing.Tests.Kit;

namespace Concordat.Tests.Commands;

/// <summary>Each command that signs, with its key on a token of SoftHSM.</summary>
[Collection(nameof(SoftHsm))]
public sealed class TokenKeyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _home;
    private readonly SoftHsm _hsm = SoftHsm.Create();

    public TokenKeyCommandTests()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
        File.WriteAllText(In("pin"), SoftHsm.Pin + "\n");
        File.WriteAllText(In("wrong"), "99999999");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_ledgers_key_is_on_a_token_and_its_pin_where_the_configuration_says()
    {
        await UseTokenAsync("\n  passphrase: { file: pin }");
        var load = ConfigurationFile.Load(In("concordat.yaml"), _ => null);
        Assert.Empty(load.Errors);
        await using (var parts = await GatewayParts.OpenAsync(load.Config!, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, Stop))
        {
            await parts.Ledger.AppendAsync("{}"u8.ToArray(), Stop);
        }

        var key = await CommandRun.OfAsync("key", "public", In("keys/ledger.key.pem"), "--log", load.Config!.Ledger.Origin);
        var verify = await CommandRun.OfAsync("ledger", "verify", In("data/ledger"), "--log-only", "--key", key.Output.Trim());

        Assert.True(verify.Code == ExitCode.Done, verify.Error);
    }

    [Fact]
    public async Task What_is_wrong_with_the_token_is_told_and_nothing_starts()
    {
        await UseTokenAsync("");
        Assert.Contains("needs its PIN, and none was given for it (`ledger.passphrase: { env: NAME }`", await ReadLedgerAsync(), StringComparison.Ordinal);

        await UseTokenAsync("\n  passphrase: { file: wrong }");
        Assert.Contains("the token refuses the PIN, which is not tried again", await ReadLedgerAsync(), StringComparison.Ordinal);

        await UseTokenAsync("\n  passphrase: { file: pin }");
        _hsm.Remove();
        Assert.Contains($"concordat: key `log` on token `{_hsm.Label}`: the module shows no such token", await ReadLedgerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_uri_that_holds_the_pin_is_refused_by_the_check_of_the_configuration()
    {
        await UseTokenAsync("", "&pin-value=87654321");

        var error = await ReadLedgerAsync();

        Assert.Contains("`ledger.key`: the URI of a key on a token is not usable: it must not hold the PIN", error, StringComparison.Ordinal);
        Assert.DoesNotContain("87654321", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_signs_with_a_key_of_p_384_on_a_token()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        var uri = _hsm.Import(key, "vendor", "b2");
        var pem = await CommandRun.OfAsync("key", "public", uri, "--passphrase-file", In("pin"));
        var id = await CommandRun.OfAsync("key", "public", uri, "--passphrase-file", In("pin"), "--id");
        Assert.Equal(VerifyingKey.FromPem(pem.Output).KeyId, id.Output.Trim());
        Assert.Equal((ExitCode.Done, key.PublicKey.ToPem()), (pem.Code, pem.Output));
        File.WriteAllText(In("vendor.pub.pem"), pem.Output);

        var sign = await CommandRun.OfAsync(
            "agreement", "sign", In("agreement"), "--key", uri, "--passphrase-file", In("pin"), "--role", "vendor", "--output", In("signed.json"),
            "--party", $"department={In("keys/department.pub.pem")}", "--party", $"vendor={In("vendor.pub.pem")}");
        var wrong = await CommandRun.OfAsync("agreement", "sign", In("agreement"), "--key", uri, "--role", "vendor", "--output", In("other.json"));

        Assert.True(sign.Code == ExitCode.Done, sign.Error);
        Assert.True(DsseEnvelope.Parse(await File.ReadAllBytesAsync(In("signed.json"), Stop)).IsSignedBy(key.PublicKey));
        Assert.Equal(ExitCode.BadInput, wrong.Code);
        Assert.Contains("`--passphrase-env NAME` or `--passphrase-file FILE` names it", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_has_its_key_on_a_token_or_in_an_encrypted_file()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var uri = _hsm.Import(key, "witness", "c3");
        key.Save(In("witness.enc.pem"), SoftHsm.Pin);
        File.WriteAllText(In("request"), "nothing");
        foreach (var (name, reference) in (IEnumerable<(string, string)>)[("token", uri), ("file", In("witness.enc.pem"))])
        {
            var init = await CommandRun.OfAsync("witness", "init", In(name), "--name", "vendor.example/witness", "--key", reference, "--passphrase-file", In("pin"));
            Assert.True(init.Code == ExitCode.Done, init.Error);
            Assert.False(File.Exists(Path.Combine(In(name), "witness.key.pem")));

            var with = await CommandRun.OfAsync("witness", "sign", In(name), In("request"), "--log", LogKey(), "--passphrase-file", In("pin"));
            var without = await CommandRun.OfAsync("witness", "sign", In(name), In("request"), "--log", LogKey());

            Assert.Contains("not signed: the request", with.Error, StringComparison.Ordinal);
            Assert.Contains("was given for it (`--passphrase-env NAME` or", without.Error, StringComparison.Ordinal);
        }
    }

    private string LogKey()
    {
        using var key = SigningKey.Load(In("keys/ledger.key.pem"));
        return Concordat.Ledger.Notes.NoteVerifier.ForLog(ConfigurationTemplate.Origin, key.PublicKey).ToString();
    }

    private async Task UseTokenAsync(string passphrase, string query = "")
    {
        if (!File.Exists(In("uri")))
        {
            using var key = SigningKey.Load(In("keys/ledger.key.pem"));
            await File.WriteAllTextAsync(In("uri"), _hsm.Import(key), Stop);
            File.Copy(In("concordat.yaml"), In("first.yaml"));
        }

        var uri = await File.ReadAllTextAsync(In("uri"), Stop);
        var text = await File.ReadAllTextAsync(In("first.yaml"), Stop);
        await File.WriteAllTextAsync(In("concordat.yaml"), text.Replace("key: keys/ledger.key.pem", $"key: \"{uri}{query}\"{passphrase}", StringComparison.Ordinal), Stop);
    }

    private async Task<string> ReadLedgerAsync()
    {
        var run = await CommandRun.OfAsync("ledger", "entry", "0", "--config", In("concordat.yaml"));
        Assert.Equal(ExitCode.BadInput, run.Code);
        return run.Error;
    }

    private string In(string name) => Path.Combine(_home, name);
}
