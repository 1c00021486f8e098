using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Commands;

public sealed class RotateKeyTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _home = "";
    private string _first = "";

    private string[] Rotate => ["ledger", "rotate-key", "--config", In("concordat.yaml"), "--new", In("keys/ledger-2.key.pem")];

    public async ValueTask InitializeAsync()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
        _first = await AppendAsync("keys/ledger.key.pem", null);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_ledger_goes_on_under_a_key_that_was_made_and_verifies_with_the_first_one()
    {
        File.WriteAllText(In("passphrase"), "a long enough passphrase");
        var run = await CommandRun.OfAsync([.. Rotate, "--passphrase-file", In("passphrase")]);
        Assert.True(run.Code == ExitCode.Done, run.Error);
        var second = run.Output.Split('\n')[0]["log-key: ".Length..];

        Assert.Equal(second, await AppendAsync("keys/ledger-2.key.pem", "a long enough passphrase"));
        var verify = await CommandRun.OfAsync("ledger", "verify", In("data/ledger"), "--key", _first, "--log-only");

        Assert.True(verify.Code == ExitCode.Done, verify.Error);
        Assert.Contains($"handed over: the key in force is now {second}", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_entry_of_the_change_has_the_form_that_the_schema_asks_for()
    {
        await CommandRun.OfAsync([.. Rotate, "--compromised-from", "1"]);

        var verify = await CommandRun.OfAsync("ledger", "verify", In("data/ledger"), "--key", _first);

        Assert.DoesNotContain("entry 1:", verify.Error, StringComparison.Ordinal); // entry 0 is `{}`, which is no entry of the gateway
    }

    [Fact]
    public async Task The_same_key_and_a_size_that_never_was_are_refused()
    {
        var same = await CommandRun.OfAsync("ledger", "rotate-key", "--config", In("concordat.yaml"), "--new", In("keys/ledger.key.pem"));
        var size = await CommandRun.OfAsync([.. Rotate, "--compromised-from", "99"]);

        Assert.Equal((ExitCode.BadInput, ExitCode.BadInput), (same.Code, size.Code));
        Assert.Contains("another one than that in force", same.Error, StringComparison.Ordinal);
        Assert.Contains("not a size that the ledger ever had", size.Error, StringComparison.Ordinal);
    }

    private async Task<string> AppendAsync(string keyFile, string? passphrase)
    {
        using var key = SigningKey.Load(In(keyFile), passphrase);
        await using var writer = LedgerWriter.Open(
            new LedgerOptions { Directory = In("data/ledger"), Origin = ConfigurationTemplate.Origin, Key = key }, TimeProvider.System);
        await writer.AppendAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);
        return writer.VerifierKey;
    }

    private string In(string name) => Path.Combine(_home, name);
}
