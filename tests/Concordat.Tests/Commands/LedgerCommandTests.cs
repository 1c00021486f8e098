using System.Text;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Commands;

public sealed class LedgerCommandTests : IAsyncLifetime
{
    private const int Entries = 300;

    private readonly TemporaryFolder _folder = new();
    private string _configuration = "";
    private string _ledger = "";
    private string _key = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(home, "Dept", "Vend"));
        _configuration = Path.Combine(home, "concordat.yaml");
        var config = ConfigurationFile.Load(_configuration, _ => null).Config!;
        DataFolder.Create(config);
        _ledger = DataFolder.Ledger(config);
        using var key = SigningKey.Load(config.Ledger.Key);
        await using var writer = LedgerWriter.Open(
            new LedgerOptions { Directory = _ledger, Origin = config.Ledger.Origin, Key = key }, TimeProvider.System);
        _key = writer.VerifierKey;
        for (var i = 0; i < Entries; i++)
        {
            await writer.AppendAsync(Entry(i), Stop);
        }
    }

    [Fact]
    public async Task A_whole_ledger_is_valid()
    {
        var run = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith($"valid: {Entries} entries of `{ConfigurationTemplate.Origin}`, root ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_report_of_a_valid_ledger_names_size_and_root()
    {
        var json = (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--json")).Json;

        Assert.True((bool)json["valid"]!);
        Assert.Equal(Entries, (long)json["size"]!);
        Assert.Equal(Entries, (long)json["entries_checked"]!);
        Assert.Null(json["fault"]);
    }

    [Fact]
    public async Task A_scrub_names_the_damaged_file_and_keeps_the_ledger_from_being_extended()
    {
        var sound = await CommandRun.OfAsync("ledger", "scrub", _ledger, "--key", _key);
        var tile = Path.Combine(_ledger, "tile", "0", "000");
        var bytes = await File.ReadAllBytesAsync(tile, Stop);
        bytes[32 * 7] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes, Stop);
        var damaged = await CommandRun.OfAsync("ledger", "scrub", _ledger, "--key", _key, "--rate", "100");
        var json = (await CommandRun.OfAsync("ledger", "scrub", _ledger, "--key", _key, "--json")).Json;

        Assert.Equal(ExitCode.Done, sound.Code);
        Assert.StartsWith($"sound: {Entries} entries of `{ConfigurationTemplate.Origin}`; ", sound.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, damaged.Code);
        Assert.Contains("tile/0/000: offset 224: the hash is not that of entry 7", damaged.Error, StringComparison.Ordinal);
        Assert.Contains("to do: restore the file from a copy", damaged.Error, StringComparison.Ordinal);
        Assert.Equal(("ledger_tile", 224, 7), ((string?)json["faults"]![0]!["code"], (int)json["faults"]![0]!["offset"]!, (int)json["faults"]![0]!["index"]!));
        Assert.True((bool)json["held"]!);
    }

    [Fact]
    public async Task What_the_record_says_is_summed_up()
    {
        var run = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key);
        var json = (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--json")).Json["record"]!;

        Assert.Contains("record: 2026-11-22 07:00:00 to 2026-11-22 07:00:02 UTC; 0 decisions", run.Output, StringComparison.Ordinal);
        Assert.Equal((Entries, 0), ((int)json["entries"]!, (int)json["finding_count"]!));
        Assert.Null((await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--json", "--log-only")).Json["record"]);
    }

    [Theory]
    [InlineData("299", 256)]
    [InlineData("2026-11-22T07:00:02.99Z", 256)]
    [InlineData("2026-11-22T08:00:02.99+01:00", 256)]
    [InlineData("2026-11-22", 0)]
    public async Task A_part_of_the_ledger_is_checked_from_an_index_or_a_time_on(string since, int first)
    {
        var json = (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--json", "--since", since)).Json;

        Assert.Equal((true, first, Entries - first), ((bool)json["valid"]!, (int)json["first"]!, (int)json["entries_checked"]!));
    }

    [Fact]
    public async Task What_is_neither_an_index_nor_a_time_is_bad_input()
    {
        var run = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--since", Path.Combine(_ledger, "checkpoint"));

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("`--continues`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_no_longer_continues_a_kept_checkpoint_fails()
    {
        var kept = _folder.File("kept");
        File.Copy(Path.Combine(_ledger, "checkpoint"), kept);

        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--continues", kept)).Code);
    }

    [Fact]
    public async Task An_entry_that_is_not_in_order_fails_the_check_though_the_log_is_whole()
    {
        var config = ConfigurationFile.Load(_configuration, _ => null).Config!;
        using (var key = SigningKey.Load(config.Ledger.Key))
        {
            await using var writer = LedgerWriter.Open(
                new LedgerOptions { Directory = _ledger, Origin = config.Ledger.Origin, Key = key }, TimeProvider.System);
            await writer.AppendAsync("{}"u8.ToArray(), Stop);
        }

        var run = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key);

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Equal(
            $"{_ledger}: entry 300: `time` is missing\nnot valid; the log is whole, but 1 of its 301 entries are not in order\n",
            run.Error.ReplaceLineEndings("\n"));
        Assert.Equal(ExitCode.Done, (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--log-only")).Code);
    }

    [Fact]
    public async Task A_changed_byte_of_an_entry_is_found_and_told()
    {
        var bundle = Directory.GetFiles(Path.Combine(_ledger, "tile", "entries"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(bundle, Stop);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, Stop);

        var run = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key);
        var json = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", _key, "--json");

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Contains("tile/entries/", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal(ExitCode.CheckFailed, json.Code);
        Assert.StartsWith("tile/entries/", (string?)json.Json["fault"]!["file"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_another_log_does_not_verify()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var key = Concordat.Ledger.Notes.NoteVerifier.ForLog(ConfigurationTemplate.Origin, other.PublicKey).ToString();

        Assert.Equal(ExitCode.CheckFailed, (await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", key)).Code);
    }

    [Fact]
    public async Task An_entry_and_its_receipt_prove_each_other_offline()
    {
        var (entry, receipt) = (_folder.File("entry.json"), _folder.File("entry.tlog-proof"));

        var entryRun = await CommandRun.OfAsync("ledger", "entry", "7", "--config", _configuration, "--output", entry);
        var proofRun = await CommandRun.OfAsync("ledger", "proof", "7", "--from", _ledger, "--key", _key, "--output", receipt);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (entryRun.Code, proofRun.Code));
        var result = TlogProof.Verify(await File.ReadAllTextAsync(receipt, Stop), await File.ReadAllBytesAsync(entry, Stop), _key);
        Assert.True(result.IsValid, result.Fault);
        Assert.Equal(Entry(7), await File.ReadAllBytesAsync(entry, Stop));
    }

    [Fact]
    public async Task An_entry_is_printed_as_it_was_recorded()
    {
        var run = await CommandRun.OfAsync("ledger", "entry", "0", "--config", _configuration);

        Assert.Equal(Encoding.UTF8.GetString(Entry(0)) + "\n", run.Output);
    }

    [Theory]
    [InlineData("ledger", "entry", "300")]
    [InlineData("ledger", "entry", "-1")]
    [InlineData("ledger", "proof", "9999999999")]
    public async Task An_entry_that_is_not_there_is_bad_input(params string[] arguments)
    {
        var run = await CommandRun.OfAsync([.. arguments, "--config", _configuration]);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("the checkpoint covers 0 to 299", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a+00000000+AAAA")]
    public async Task A_malformed_key_is_bad_input(string key)
    {
        var run = await CommandRun.OfAsync("ledger", "verify", _ledger, "--key", key);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith("concordat: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_bad_input()
    {
        Assert.Equal(ExitCode.BadInput, (await CommandRun.OfAsync("ledger", "verify", _folder.File("none"), "--key", _key)).Code);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The smallest entry there is; its hundredths of a second are its index.</summary>
    private static byte[] Entry(int index) => Encoding.UTF8.GetBytes(
        $$"""{"agreement":"{{new string('a', 64)}}","configuration":"c","reason":"reload","safeguards":"s","time":"2026-11-22T07:00:{{index / 100:D2}}.{{index % 100:D2}}0000Z","type":"configuration","v":1}""");
}
