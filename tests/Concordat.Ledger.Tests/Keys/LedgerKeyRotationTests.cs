using System.Text;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Keys;

/// <summary>A log changes its key, and whoever knows the first one follows.</summary>
public sealed class LedgerKeyRotationTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly SigningKey _second = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _third = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    private LedgerOptions Second => _log.Options with { Key = _second };

    private LedgerOptions Third => _log.Options with { Key = _third };

    public void Dispose()
    {
        _log.Dispose();
        _second.Dispose();
        _third.Dispose();
    }

    [Fact]
    public async Task The_checkpoint_of_the_change_is_signed_by_both_keys_and_later_ones_by_the_new_key()
    {
        await FillAsync(_log.Options, 0, 300);
        Assert.Equal(Vkey(_second), await RotateAsync(_log.Options, _second));

        var change = File.ReadAllBytes(_log.PathOf("checkpoint"));
        Assert.Equal(301, Checkpoint.Open(change, NoteVerifier.Parse(_log.VerifierKey)).Size);
        Assert.Equal(301, Checkpoint.Open(change, NoteVerifier.Parse(Vkey(_second))).Size);

        await FillAsync(Second, 301, 10);
        var later = File.ReadAllBytes(_log.PathOf("checkpoint"));
        Assert.Equal(311, Checkpoint.Open(later, NoteVerifier.Parse(Vkey(_second))).Size);
        Assert.Throws<FormatException>(() => Checkpoint.Open(later, NoteVerifier.Parse(_log.VerifierKey)));
    }

    [Fact]
    public async Task The_first_key_alone_verifies_a_log_that_changed_its_key_twice()
    {
        await FillAsync(_log.Options, 0, 300);
        await RotateAsync(_log.Options, _second);
        await FillAsync(Second, 301, 300);
        await RotateAsync(Second, _third);
        await FillAsync(Third, 602, 300);

        foreach (var (key, name) in new[] { (_log.VerifierKey, "first"), (Vkey(_second), "second"), (Vkey(_third), "third") })
        {
            var result = await VerifyAsync(key);
            Assert.True(result.IsValid, $"{name}: {result.Fault}");
            Assert.Equal(902, result.EntriesChecked);
            Assert.Equal(name == "third" ? null : Vkey(_third), result.KeyInForce);
        }
    }

    [Fact]
    public async Task A_writer_with_the_old_key_is_refused_and_told_what_to_do()
    {
        await FillAsync(_log.Options, 0, 5);
        await RotateAsync(_log.Options, _second);

        var error = Assert.Throws<LedgerUnavailableException>(() => _log.Open());

        Assert.Contains("name its file in `ledger.key`", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_cut_off_after_its_entry_is_finished_by_the_same_command_and_by_nothing_else()
    {
        await FillAsync(_log.Options, 0, 5);
        await using (var writer = LedgerWriter.Open(_log.Options with { NextKey = _second }, TimeProvider.System))
        {
            await writer.AppendAnyAsync(LogKeyChange.Write(TestLog.Origin, _log.Key, _second, null, DateTimeOffset.UnixEpoch));
            CopyLog("cut-off"); // as a crash here leaves it: the entry is durable, no checkpoint covers it
        }

        var cutOff = _log.Options with { Directory = Path.Combine(_log.Directory, "cut-off") };
        var error = Assert.Throws<LedgerUnavailableException>(() => LedgerWriter.Open(cutOff, TimeProvider.System));
        Assert.Contains("entry 5 hands the log over", error.Message, StringComparison.Ordinal);
        Assert.Throws<LedgerUnavailableException>(() => LedgerWriter.Open(cutOff with { NextKey = _third }, TimeProvider.System));

        await RotateAsync(cutOff, _second);
        await RotateAsync(cutOff, _second); // nothing is left to do

        Assert.Equal(6, LedgerReader.Open(cutOff.Directory, Vkey(_second)).Size);
    }

    [Fact]
    public async Task An_ordinary_append_cannot_change_the_key()
    {
        await using var writer = _log.Open();
        var entry = LogKeyChange.Write(TestLog.Origin, _log.Key, _second, null, DateTimeOffset.UnixEpoch);

        await Assert.ThrowsAsync<ArgumentException>(async () => await writer.AppendAsync(entry, TestLog.Token));

        Assert.Equal(0, writer.DurableSize);
    }

    [Fact]
    public async Task After_the_change_the_old_key_alone_signs_nothing_that_counts()
    {
        await FillAsync(_log.Options, 0, 20);
        await RotateAsync(_log.Options, _second);
        var both = File.ReadAllText(_log.PathOf("checkpoint"));
        var lines = both.Split('\n');
        File.WriteAllText(_log.PathOf("checkpoint"), string.Join('\n', lines.Where((_, i) => i != 4))); // the new key's line taken out

        var result = await VerifyAsync(_log.VerifierKey);

        Assert.Equal("ledger_checkpoint", result.Fault?.Code);
        Assert.Contains(Vkey(_second), result.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_from_after_the_theft_no_longer_counts_and_one_from_before_does()
    {
        await FillAsync(_log.Options, 0, 100);
        var before = File.ReadAllBytes(_log.PathOf("checkpoint"));
        await FillAsync(_log.Options, 100, 100);
        var after = File.ReadAllBytes(_log.PathOf("checkpoint"));
        await LedgerKeyRotation.RunAsync(_log.Options, _second, compromisedFrom: 150, TimeProvider.System);
        await FillAsync(Second, 201, 1);

        var good = await VerifyAsync(_log.VerifierKey, ("before", before));
        var bad = await VerifyAsync(_log.VerifierKey, ("after", after));

        Assert.True(good.IsValid, good.Fault?.ToString());
        Assert.Equal(("ledger_checkpoint", "after"), (bad.Fault?.Code, bad.Fault?.File));
        Assert.Contains("declared stolen from entry 150 on", bad.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_change_by_the_old_key_is_a_fault()
    {
        await FillAsync(_log.Options, 0, 3);
        await RotateAsync(_log.Options, _second);
        await using (var writer = LedgerWriter.Open(Second with { NextKey = _third }, TimeProvider.System))
        {
            await writer.AppendAnyAsync(LogKeyChange.Write(TestLog.Origin, _log.Key, _third, null, DateTimeOffset.UnixEpoch)); // as a thief of the first key would
        }

        var result = await VerifyAsync(_log.VerifierKey);

        Assert.Equal(("ledger_key", 4L), (result.Fault?.Code, result.Fault?.Index?.Value));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_not_followed()
    {
        await FillAsync(_log.Options, 0, 20);
        await RotateAsync(_log.Options, _second);
        await FillAsync(Second, 21, 5);

        var result = await VerifyAsync(Vkey(_third));

        Assert.Equal("ledger_checkpoint", result.Fault?.Code);
    }

    [Fact]
    public void A_change_counts_only_with_both_signatures_over_these_very_bytes()
    {
        var entry = Encoding.UTF8.GetString(LogKeyChange.Write(TestLog.Origin, _log.Key, _second, 7, DateTimeOffset.UnixEpoch));
        var change = LogKeyChange.Read(Encoding.UTF8.GetBytes(entry))!;
        Assert.Equal((_log.VerifierKey, Vkey(_second), 7L), (change.Old.ToString(), change.New.ToString(), change.CompromisedFrom));

        string[] tampered =
        [
            entry.Replace(Vkey(_second), Vkey(_third), StringComparison.Ordinal),
            entry.Replace("\"compromised_from\":7", "\"compromised_from\":8", StringComparison.Ordinal),
            entry.Replace("\"compromised_from\":7,", "", StringComparison.Ordinal),
            entry.Replace("1970", "1971", StringComparison.Ordinal),
            entry.Replace("{\"comp", "{ \"comp", StringComparison.Ordinal),
            Encoding.UTF8.GetString(LogKeyChange.Write(TestLog.Origin, _log.Key, _third, 7, DateTimeOffset.UnixEpoch)).Replace(Vkey(_third), Vkey(_second), StringComparison.Ordinal),
        ];
        Assert.All(tampered, static text => Assert.Throws<FormatException>(() => LogKeyChange.Read(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("""{"type":"key"}""")]
    [InlineData("""{"note":"\"type\":\"key\""}""")]
    [InlineData("""{"inner":{"type":"key"},"type":"decision"}""")]
    [InlineData("""{"new":1,"old":null,"signatures":{},"time":[],"type":"key","v":1}""")]
    [InlineData("""{"type":"key" """)]
    public void What_only_looks_like_a_change_is_an_entry_like_any_other(string entry)
    {
        Assert.Null(LogKeyChange.Read(Encoding.UTF8.GetBytes(entry)));
    }

    [Fact]
    public void A_chain_goes_forward_only()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var keys = new LogKeys(NoteVerifier.Parse(_log.VerifierKey));
        var time = DateTimeOffset.UnixEpoch;
        Assert.True(keys.Read(10, LogKeyChange.Write(TestLog.Origin, _log.Key, _second, null, time)));

        Assert.False(keys.Read(10, LogKeyChange.Write(TestLog.Origin, _log.Key, _second, null, time))); // read again
        Assert.False(keys.Read(11, LogKeyChange.Write(TestLog.Origin, stranger, _third, null, time)));
        Assert.False(keys.Read(11, LogKeyChange.Write("other.example/log", _log.Key, _third, null, time)));
        Assert.Throws<FormatException>(() => keys.Read(11, LogKeyChange.Write(TestLog.Origin, _log.Key, _third, null, time))); // the old key gives nothing any more
        Assert.Throws<FormatException>(() => keys.Read(11, LogKeyChange.Write(TestLog.Origin, _second, _log.Key, null, time))); // nor comes back
        Assert.Equal(Vkey(_second), keys.Current.ToString());
    }

    private static string Vkey(SigningKey key) => NoteVerifier.ForLog(TestLog.Origin, key.PublicKey).ToString();

    private static Task<string> RotateAsync(LedgerOptions options, SigningKey next) => LedgerKeyRotation.RunAsync(options, next, compromisedFrom: null, TimeProvider.System);

    private static async Task FillAsync(LedgerOptions options, long from, int count)
    {
        await using var writer = LedgerWriter.Open(options, TimeProvider.System);
        await TestLog.AppendAsync(writer, from, count);
    }

    private Task<Verification.LedgerVerificationResult> VerifyAsync(string vkey, params (string Name, byte[] Note)[] older) =>
        LedgerVerification.VerifyAsync(_log.LogDirectory, vkey, new() { OlderCheckpoints = older }, TestLog.Token);

    private void CopyLog(string name)
    {
        foreach (var file in Directory.EnumerateFiles(_log.LogDirectory, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(_log.Directory, name, Path.GetRelativePath(_log.LogDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
