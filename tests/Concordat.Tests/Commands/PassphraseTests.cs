using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Commands;

public sealed class PassphraseTests : IDisposable
{
    private const string Passphrase = "a long enough passphrase";

    private readonly TemporaryFolder _folder = new();
    private readonly string _home;

    public PassphraseTests()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
        using var key = SigningKey.Load(In("keys/ledger.key.pem"));
        key.Save(In("keys/ledger.enc.pem"), Passphrase);
        File.WriteAllText(In("passphrase"), Passphrase + "\n");
        File.WriteAllText(In("wrong"), "another passphrase");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_encrypted_ledger_key_is_read_with_the_passphrase_that_the_configuration_names()
    {
        using (var key = SigningKey.Load(In("keys/ledger.key.pem")))
        {
            await using var writer = LedgerWriter.Open(
                new LedgerOptions { Directory = In("data/ledger"), Origin = ConfigurationTemplate.Origin, Key = key }, TimeProvider.System);
            await writer.AppendAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Equal("", await ReadLedgerAsync("\n  passphrase: { file: passphrase }"));
    }

    [Fact]
    public async Task A_missing_passphrase_is_told_with_the_key_to_write()
    {
        var error = await ReadLedgerAsync("");

        Assert.Contains("keys/ledger.enc.pem: the key is encrypted, and no passphrase was given for it", error, StringComparison.Ordinal);
        Assert.Contains("`ledger.passphrase: { env: NAME }`", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_refused_and_not_repeated()
    {
        var error = await ReadLedgerAsync("\n  passphrase: { file: wrong }");

        Assert.Contains("the passphrase is not that of this key", error, StringComparison.Ordinal);
        Assert.DoesNotContain("another passphrase", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_signs_with_an_encrypted_key_and_a_passphrase_from_a_file()
    {
        using (var key = SigningKey.Load(In("keys/vendor.key.pem")))
        {
            key.Save(In("keys/vendor.enc.pem"), Passphrase);
        }

        string[] sign = ["agreement", "sign", In("agreement"), "--key", In("keys/vendor.enc.pem"), "--role", "vendor", "--output", In("signed.json")];
        var without = await CommandRun.OfAsync(sign);
        var with = await CommandRun.OfAsync([.. sign, "--passphrase-file", In("passphrase")]);

        Assert.Equal(ExitCode.BadInput, without.Code);
        Assert.Contains("`--passphrase-env NAME` or `--passphrase-file FILE` names it", without.Error, StringComparison.Ordinal);
        Assert.True(with.Code == ExitCode.Done, with.Error);
    }

    private async Task<string> ReadLedgerAsync(string passphrase)
    {
        var text = File.ReadAllText(In("concordat.yaml")).Replace("key: keys/ledger.key.pem", "key: keys/ledger.enc.pem" + passphrase, StringComparison.Ordinal);
        Assert.Contains("ledger.enc.pem", text, StringComparison.Ordinal);
        File.WriteAllText(In("other.yaml"), text);
        return (await CommandRun.OfAsync("ledger", "entry", "0", "--config", In("other.yaml"))).Error;
    }

    private string In(string name) => Path.Combine(_home, name);
}
