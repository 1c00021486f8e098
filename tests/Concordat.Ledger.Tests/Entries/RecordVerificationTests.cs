using System.Text.Json.Nodes;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Tests.Entries;

public sealed class RecordVerificationTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_record_in_order_is_valid_and_summed_up()
    {
        var result = await VerifyAsync(
            SampleEntry.Configuration(), SampleEntry.Decision(1), SampleEntry.Outcome(1, 1), SampleEntry.Decision(2, 1), SampleEntry.Rejection(2, 3, 2),
            SampleEntry.Decision(3, 2, "refuse"), SampleEntry.Rejection(4, second: 3), SampleEntry.Decision(5, 4));

        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
        var record = result.Record!;
        Assert.Equal((8, 4, 3), (record.Entries, record.Decisions, record.Permits));
        Assert.Equal((1, 1, 0, 1), (record.Answered, record.Rejected, record.Interrupted, record.Open));
        Assert.Equal([new EntryIndex(7)], record.FirstOpen);
        Assert.Equal(TimeSpan.FromSeconds(4), record.To - record.From);
    }

    [Fact]
    public async Task A_decision_that_was_open_when_the_gateway_started_anew_is_interrupted()
    {
        var record = (await VerifyAsync(
            SampleEntry.Configuration(), SampleEntry.Decision(1), SampleEntry.Configuration(1, "reload"), SampleEntry.Decision(2, 2),
            SampleEntry.Configuration(3), SampleEntry.Decision(3, 4))).Record!;

        Assert.Equal((2, 1), (record.Interrupted, record.Open));
        Assert.Equal([new EntryIndex(1), new EntryIndex(3)], record.FirstInterrupted);
        Assert.Equal(0, record.FindingCount);
    }

    [Fact]
    public async Task A_decision_without_an_outcome_a_day_later_is_found()
    {
        var result = await VerifyAsync(SampleEntry.Decision(1), SampleEntry.Decision(2, 100_000), SampleEntry.Outcome(2, 1, 100_001));

        Assert.False(result.IsValid);
        Assert.Null(result.Fault);
        Assert.Equal(("entry_unanswered", new EntryIndex(0)), Only(result));
    }

    [Fact]
    public async Task An_outcome_of_no_decision_is_found()
    {
        Assert.Equal(("entry_pairing", new EntryIndex(1)), Only(await VerifyAsync(SampleEntry.Decision(1, verdict: "refuse"), SampleEntry.Outcome(1, 0))));
        Assert.Equal(("entry_pairing", new EntryIndex(3)), Only(await VerifyAnewAsync(
            SampleEntry.Decision(1), SampleEntry.Decision(2), SampleEntry.Outcome(2, 1), SampleEntry.Outcome(1, 1), SampleEntry.Outcome(1, 0))));
        Assert.Equal(("entry_pairing", new EntryIndex(2)), Only(await VerifyAnewAsync(
            SampleEntry.Decision(1), SampleEntry.Outcome(1, 0), SampleEntry.Outcome(1, 0))));
        Assert.Equal(("entry_pairing", new EntryIndex(1)), Only(await VerifyAnewAsync(SampleEntry.Decision(1), SampleEntry.Rejection(1, 9))));
    }

    [Fact]
    public async Task A_decision_by_a_key_that_was_revoked_before_is_found_and_one_from_before_stays_valid()
    {
        var (key, other) = (new string('b', 64), new string('b', 31) + new string('c', 33));
        Assert.True((await VerifyAsync(
            SampleEntry.CaseDecision(key), SampleEntry.SignerRevocation(key), SampleEntry.CaseDecision(other), SampleEntry.CaseDecision(key, "too_fast"))).IsValid);
        Assert.Equal(("entry_signer", new EntryIndex(3)), Only(await VerifyAnewAsync(
            SampleEntry.CaseDecision(key), SampleEntry.SignerRevocation(other), SampleEntry.SignerRevocation(key), SampleEntry.CaseDecision(key))));
        var incomplete = SampleEntry.SignerRevocation(key);
        incomplete.Remove("agreements");
        Assert.Equal(("entry_form", new EntryIndex(0)), Only(await VerifyAnewAsync(incomplete)));
    }

    [Fact]
    public async Task Times_that_run_backwards_are_found_beyond_the_tolerance()
    {
        Assert.True((await VerifyAsync(SampleEntry.Configuration(20), SampleEntry.Configuration(10))).IsValid);
        Assert.Equal(("entry_time", new EntryIndex(1)), Only(await VerifyAnewAsync(SampleEntry.Configuration(21), SampleEntry.Configuration(10))));
    }

    [Fact]
    public async Task An_entry_of_another_form_is_found_though_the_log_is_whole()
    {
        var odd = SampleEntry.Decision(1);
        odd["prompt"] = "attack at dawn";

        var result = await VerifyAsync(SampleEntry.Configuration(), odd);
        var log = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);

        Assert.Equal(("entry_form", new EntryIndex(1)), Only(result));
        Assert.True(log.IsValid);
        Assert.Null(log.Record);
    }

    [Fact]
    public async Task A_part_of_the_log_is_checked_from_the_bundle_of_an_entry_on()
    {
        await FillAsync(66_100);
        foreach (var (since, first) in ((int, int)[])[(0, 0), (255, 0), (256, 256), (1_000, 768), (66_100, 66_048)])
        {
            var options = new LedgerVerificationOptions { Since = new EntryIndex(since), Entries = true };
            var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options, TestLog.Token);

            Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
            Assert.Equal((first, 66_100 - first), (result.First.Value, result.EntriesChecked));
        }

        var beyond = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new LedgerVerificationOptions { Since = new EntryIndex(66_101) }, TestLog.Token);
        Assert.Equal("ledger_rollback", beyond.Fault!.Code);
        var tile = _log.PathOf("tile/1/000");
        var bytes = await File.ReadAllBytesAsync(tile, TestLog.Token);
        bytes[40] ^= 1; // the hash of bundle 1, before the part that is checked
        await File.WriteAllBytesAsync(tile, bytes, TestLog.Token);
        var forged = await LedgerVerification.VerifyAsync(
            _log.LogDirectory, _log.VerifierKey, new LedgerVerificationOptions { Since = new EntryIndex(1_000) }, TestLog.Token);
        Assert.False(forged.IsValid);
    }

    [Fact]
    public async Task A_log_that_was_pruned_is_checked_from_its_minimum_index_on_and_not_called_whole()
    {
        await FillAsync(1_000);
        foreach (var pruned in (string[])["tile/entries/000", "tile/entries/001", "tile/0/000", "tile/0/001"])
        {
            File.Delete(_log.PathOf(pruned));
        }

        var options = new LedgerVerificationOptions { Since = new EntryIndex(512), Entries = true };
        var rest = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options, TestLog.Token);
        var whole = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options with { Since = null }, TestLog.Token);

        Assert.True(rest.IsValid, rest.Fault?.ToString());
        Assert.Equal(("ledger_missing", new EntryIndex(0)), (whole.Fault!.Code, whole.Fault.Index));
    }

    [Fact]
    public async Task A_part_of_the_log_is_checked_from_a_time_on()
    {
        await FillAsync(2_000);
        var options = new LedgerVerificationOptions { SinceTime = new DateTimeOffset(2026, 11, 22, 7, 0, 12, TimeSpan.Zero), Entries = true };

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options, TestLog.Token);

        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(1_024, result.First.Value); // second 12 begins with entry 1,200
    }

    [Fact]
    public async Task A_kept_checkpoint_is_compared_though_only_a_later_part_is_checked()
    {
        await FillAsync(300);
        var kept = await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token);
        await FillAsync(1_000);
        var options = new LedgerVerificationOptions { Since = new EntryIndex(900), OlderCheckpoints = [("kept", kept)] };

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options, TestLog.Token);

        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal((256, 1), (result.First.Value, result.OlderCheckpoints));
    }

    /// <summary>Entries of which a hundred have the same second.</summary>
    private async Task FillAsync(int count)
    {
        await using var writer = _log.Open();
        var appends = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            appends.Add(writer.AppendAsync(SampleEntry.Bytes(SampleEntry.Configuration(i / 100)), TestLog.Token).AsTask());
        }

        await Task.WhenAll(appends);
    }

    private static (string Code, EntryIndex Index) Only(LedgerVerificationResult result)
    {
        Assert.Null(result.Fault);
        Assert.False(result.IsValid);
        var finding = Assert.Single(result.Record!.Findings);
        return (finding.Code, finding.Index);
    }

    private Task<LedgerVerificationResult> VerifyAnewAsync(params JsonObject[] entries)
    {
        Directory.Delete(_log.LogDirectory, recursive: true);
        return VerifyAsync(entries);
    }

    private async Task<LedgerVerificationResult> VerifyAsync(params JsonObject[] entries)
    {
        await using (var writer = _log.Open())
        {
            foreach (var entry in entries)
            {
                await writer.AppendAsync(SampleEntry.Bytes(entry), TestLog.Token);
            }
        }

        return await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new LedgerVerificationOptions { Entries = true }, TestLog.Token);
    }
}
