using System.Text;
using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Ledger.Notes;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Commands;

public sealed class RevokeKeyTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _home = "";
    private string _first = "";

    public async ValueTask InitializeAsync()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
        _first = await AppendAsync("keys/ledger.key.pem", 8);
        File.Copy(In("data/ledger/checkpoint"), In("kept"));
        var rotate = await CommandRun.OfAsync("ledger", "rotate-key", "--config", In("concordat.yaml"), "--new", In("keys/ledger-2.key.pem"));
        Assert.True(rotate.Code == ExitCode.Done, rotate.Error);
        File.WriteAllText(In("concordat.yaml"), File.ReadAllText(In("concordat.yaml")).Replace("keys/ledger.key.pem", "keys/ledger-2.key.pem", StringComparison.Ordinal));
        await AppendAsync("keys/ledger-2.key.pem", 3);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("2026-11-22T00:00:05Z", 5)]
    [InlineData("2030-01-01", 12)]
    public async Task An_earlier_key_is_declared_stolen_from_an_index_or_a_time_on(string from, int size)
    {
        var revoke = await RevokeAsync(_first, from);
        var verify = await VerifyAsync();
        var kept = await VerifyAsync("--continues", In("kept"));

        Assert.True(revoke.Code == ExitCode.Done, revoke.Error);
        Assert.StartsWith($"entry 12 declares it stolen: what it alone signed beyond {size} entries does not count any more\n", revoke.Output, StringComparison.Ordinal);
        Assert.True(verify.Code == ExitCode.Done, verify.Error);
        Assert.Contains($"declared stolen: {_first}; what it alone signed beyond {size} entries is not proven", verify.Output, StringComparison.Ordinal);
        Assert.Equal(size < 8 ? ExitCode.CheckFailed : ExitCode.Done, kept.Code);
        Assert.Equal(size < 8, kept.Error.Contains($"{In("kept")}: the checkpoint of 8 entries is not proven by its key: `{_first}` was declared stolen from entry {size} on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_entry_has_the_form_that_the_schema_asks_for()
    {
        await RevokeAsync(_first, "5");

        var verify = await CommandRun.OfAsync("ledger", "verify", In("data/ledger"), "--key", _first);

        Assert.DoesNotContain("entry 12:", verify.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 8:", verify.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_bad_input()
    {
        using var inForce = SigningKey.Load(In("keys/ledger-2.key.pem"));

        Assert.Contains("this key is in force; hand the ledger over", (await RevokeAsync(NoteVerifier.ForLog(ConfigurationTemplate.Origin, inForce.PublicKey).ToString(), "5")).Error, StringComparison.Ordinal);
        Assert.Contains("is not a size that the ledger ever had", (await RevokeAsync(_first, "99")).Error, StringComparison.Ordinal);
        Assert.Contains("is neither the index of an entry nor a time", (await RevokeAsync(_first, "yesterday")).Error, StringComparison.Ordinal);
        Assert.Contains("is not a verifier key", (await RevokeAsync("x", "5")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_is_checked_by_the_first_key_or_by_a_policy_that_names_it()
    {
        var (proof, entry) = (_folder.File("proof"), _folder.File("entry"));
        var policy = _folder.Write("policy", $"log {_first}\nquorum none\n");
        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync("ledger", "proof", "3", "--from", In("data/ledger"), "--key", _first, "-o", proof)).Code);
        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync("ledger", "entry", "3", "--from", In("data/ledger"), "--key", _first, "-o", entry)).Code);

        foreach (var trust in (string[][])[["--key", _first], ["--policy", policy]])
        {
            var valid = await CommandRun.OfAsync(["ledger", "verify-proof", proof, entry, .. trust]);
            Assert.True(valid.Code == ExitCode.Done, valid.Error);
            Assert.StartsWith("valid: entry 3 of 12 in `", valid.Output, StringComparison.Ordinal);
        }

        var other = await CommandRun.OfAsync("ledger", "verify-proof", proof, proof, "--key", _first);
        Assert.Equal(ExitCode.CheckFailed, other.Code);
        Assert.Contains("this is not entry 3 of the log", other.Error, StringComparison.Ordinal);
        var longer = _folder.File("entry-of-a-shell.json");
        await File.WriteAllBytesAsync(longer, [.. await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken), (byte)'\n'], TestContext.Current.CancellationToken);
        var told = await CommandRun.OfAsync("ledger", "verify-proof", proof, longer, "--key", _first);
        Assert.Equal(ExitCode.CheckFailed, told.Code);
        Assert.Contains($"without the line end of `{longer}` it would be", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("without the line end", other.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, (await CommandRun.OfAsync("ledger", "verify-proof", proof, entry)).Code);
        Assert.Equal(ExitCode.BadInput, (await CommandRun.OfAsync("ledger", "verify-proof", proof, entry, "--policy", policy, "--key", _first)).Code);
    }

    private Task<CommandRun> RevokeAsync(string key, string from) =>
        CommandRun.OfAsync("ledger", "revoke-key", key, "--compromised-from", from, "--config", In("concordat.yaml"));

    private Task<CommandRun> VerifyAsync(params string[] more) => CommandRun.OfAsync(["ledger", "verify", In("data/ledger"), "--log-only", "--key", _first, .. more]);

    private async Task<string> AppendAsync(string keyFile, int count)
    {
        using var key = SigningKey.Load(In(keyFile));
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = In("data/ledger"), Origin = ConfigurationTemplate.Origin, Key = key }, TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            await writer.AppendAsync(Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{"time":"2026-11-22T00:00:0{{writer.DurableSize % 10}}Z"}""")), TestContext.Current.CancellationToken);
        }

        return writer.VerifierKey;
    }

    private string In(string name) => Path.Combine(_home, name);
}
