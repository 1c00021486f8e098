using System.Text;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Commands;

public sealed class WitnessCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _home = "";
    private string _ledger = "";
    private string _key = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
        await AppendAsync(300);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Two_witnesses_cosign_across_an_air_gap_and_the_quorum_is_published()
    {
        var (vendor, department) = (await InitAsync("vendor"), await InitAsync("department"));
        var policy = _folder.Write("policy", $"witness vendor {vendor}\nwitness department {department}\ngroup both all vendor department\nquorum both\n");
        var (first, second) = (await RoundAsync("vendor", 0, policy), await RoundAsync("department", 0, policy));

        Assert.Equal("taken: 300 entries, cosigned by vendor; the quorum still needs some of department\n", first.Output);
        Assert.Equal("witnessed: 300 entries, cosigned by vendor, department\n", second.Output);
        var verified = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--log-only", "--witness", vendor, "--witness", department);
        Assert.Equal((ExitCode.Done, ""), (verified.Code, verified.Error));

        var receipt = _folder.File("receipt");
        var proof = await CommandRun.OfAsync("ledger", "proof", "7", "--from", _ledger, "--key", _key, "--witnessed", "-o", receipt);
        Assert.Equal((ExitCode.Done, ""), (proof.Code, proof.Error));
        var checkedReceipt = TlogProof.Verify(await File.ReadAllTextAsync(receipt, Stop), "entry"u8, _key, vendor, department);
        Assert.True(checkedReceipt.IsValid, checkedReceipt.Fault);

        await AppendAsync(10);
        var stale = await SignAsync("vendor", 0);
        Assert.Equal(ExitCode.CheckFailed, stale.Code);
        Assert.Contains("knows 300 entries of this log; export again with `--old 300`", stale.Error, StringComparison.Ordinal);
        Assert.StartsWith("taken: 310 entries", (await RoundAsync("vendor", 300, policy)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signatures_of_no_witness_of_the_policy_are_not_taken()
    {
        var (vendor, _) = (await InitAsync("vendor"), await InitAsync("stranger"));
        var policy = _folder.Write("policy", $"witness vendor {vendor}\nquorum vendor\n");
        await SignAsync("stranger", 0);
        var run = await ImportAsync("stranger", policy);

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Contains("no valid cosignature of a witness of the policy", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_ledger, "checkpoint.witnessed")));
        var proof = await CommandRun.OfAsync("ledger", "proof", "7", "--from", _ledger, "--key", _key, "--witnessed");
        Assert.Contains("has met a policy of witnesses yet", proof.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_made_once_and_kept_for_its_owner()
    {
        await InitAsync("vendor");
        var again = await CommandRun.OfAsync("witness", "init", _folder.File("vendor"), "--name", "other");

        Assert.Equal(ExitCode.BadInput, again.Code);
        Assert.Contains("a key is never replaced", again.Error, StringComparison.Ordinal);
        Assert.Equal("600", Convert.ToString((int)new FileInfo(_folder.File("vendor/witness.key.pem")).UnixFileMode, 8));
    }

    [Theory]
    [InlineData("init", "{0}", "--name", "a b")]
    [InlineData("init", "{0}", "--name", "a+b")]
    [InlineData("init", "{0}", "--name", "a", "--algorithm", "rsa")]
    [InlineData("serve", "{0}", "--log", "{1}")]
    [InlineData("sign", "{0}", "nothing", "--log", "{1}")]
    public async Task A_wrong_command_line_is_bad_input_and_leaves_nothing(params string[] arguments)
    {
        var folder = _folder.File("w");
        var run = await CommandRun.OfAsync(["witness", .. arguments.Select(a => string.Format(System.Globalization.CultureInfo.InvariantCulture, a, folder, _key))]);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.NotEmpty(run.Error);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_ledger_that_does_not_continue_what_was_kept_gives_evidence_that_its_key_alone_proves()
    {
        var kept = _folder.Write("kept", await File.ReadAllTextAsync(Path.Combine(_ledger, "checkpoint"), Stop));
        Directory.Delete(_ledger, recursive: true);
        await AppendAsync(400, "another past");
        var evidence = _folder.File("evidence.json");
        var verify = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--continues", kept, "--evidence", evidence);
        var check = await CommandRun.OfAsync("ledger", "evidence", evidence, "--key", _key);

        Assert.Equal(ExitCode.CheckFailed, verify.Code);
        Assert.Equal((ExitCode.Done, "proven: the log signed a tree that does not begin with the smaller tree that it signed\n"), (check.Code, check.Output));
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var otherKey = Concordat.Ledger.Notes.NoteVerifier.ForLog(ConfigurationTemplate.Origin, other.PublicKey).ToString();
        Assert.Equal(ExitCode.CheckFailed, (await CommandRun.OfAsync("ledger", "evidence", evidence, "--key", otherKey)).Code);
        Assert.Equal(ExitCode.BadInput, (await CommandRun.OfAsync("ledger", "evidence", kept, "--key", _key)).Code);
    }

    private async Task AppendAsync(int count, string text = "entry")
    {
        var config = ConfigurationFile.Load(Path.Combine(_home, "concordat.yaml"), _ => null).Config!;
        DataFolder.Create(config);
        _ledger = DataFolder.Ledger(config);
        using var key = SigningKey.Load(config.Ledger.Key);
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = _ledger, Origin = config.Ledger.Origin, Key = key }, TimeProvider.System);
        _key = writer.VerifierKey;
        for (var i = 0; i < count; i++)
        {
            await writer.AppendAsync(Encoding.UTF8.GetBytes(text), Stop);
        }
    }

    private async Task<string> InitAsync(string name)
    {
        var run = await CommandRun.OfAsync("witness", "init", _folder.File(name), "--name", name + ".example/witness");
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        return run.Output.Trim()["witness-key: ".Length..];
    }

    private async Task<CommandRun> SignAsync(string name, long old)
    {
        var export = await CommandRun.OfAsync(
            "witness", "export", "--from", _ledger, "--key", _key, "--old", FormattableString.Invariant($"{old}"), "-o", _folder.File("request"));
        Assert.Equal((ExitCode.Done, ""), (export.Code, export.Error));
        return await CommandRun.OfAsync("witness", "sign", _folder.File(name), _folder.File("request"), "--log", _key, "-o", _folder.File(name + ".sig"));
    }

    private Task<CommandRun> ImportAsync(string name, string policy) => CommandRun.OfAsync(
        "witness", "import", _folder.File("request"), _folder.File(name + ".sig"), "--policy", policy, "--from", _ledger, "--key", _key);

    private async Task<CommandRun> RoundAsync(string name, long old, string policy)
    {
        var sign = await SignAsync(name, old);
        Assert.Equal((ExitCode.Done, ""), (sign.Code, sign.Error));
        return await ImportAsync(name, policy);
    }
}
