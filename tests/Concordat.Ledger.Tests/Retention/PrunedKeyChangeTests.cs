using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Retention;

public sealed class PrunedKeyChangeTests : IDisposable
{
    private readonly PrunedLog _log = new();
    private readonly SigningKey _second = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose()
    {
        _log.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Who_knows_only_the_first_key_follows_a_change_whose_entry_was_pruned()
    {
        await (await _log.FilledAsync(100)).DisposeAsync();
        await LedgerKeyRotation.RunAsync(_log.Log.Options, _second, compromisedFrom: null, _log.Time);
        await using var writer = LedgerWriter.Open(_log.Log.Options with { Key = _second }, _log.Time);
        await PrunedLog.FillAsync(writer, 200_000, 1000);
        using var retention = _log.Retention(writer);
        await retention.PruneAsync(new PruneRequest { Cause = PrunedLog.Cause, Keep = 300 }, TestLog.Token);

        foreach (var key in new[] { _log.Log.VerifierKey, NoteVerifier.ForLog(TestLog.Origin, _second.PublicKey).ToString() })
        {
            var result = await _log.VerifyAsync(new() { Entries = false }, key);
            Assert.True(result.IsValid, result.Fault?.ToString());
            Assert.Equal(768, result.First.Value);

            // A new receipt still carries the change of key, proven, though its bundle is gone.
            var reader = LedgerReader.Open(_log.Log.LogDirectory, key);
            var proof = reader.Proof(new EntryIndex(900));
            Assert.True(TlogProof.Verify(proof, reader.Entry(new EntryIndex(900)), _log.Log.VerifierKey, []).IsValid);
        }

        var scrub = await LedgerScrub.RunAsync(_log.Log.LogDirectory, _log.Log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(scrub.IsSound, string.Join('\n', scrub.Faults));
        Assert.False(File.Exists(_log.Log.PathOf("tile/entries/000")));
    }

    [Fact]
    public async Task A_change_that_the_first_key_did_not_sign_is_not_followed()
    {
        using var thief = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await using var writer = LedgerWriter.Open(_log.Log.Options with { Key = thief }, _log.Time);
        await PrunedLog.FillAsync(writer, 0, 1000);
        using var retention = _log.Retention(writer);
        await retention.PruneAsync(new PruneRequest { Cause = PrunedLog.Cause, Keep = 300 }, TestLog.Token);
        var change = Ledger.Keys.LogKeyChange.Write(TestLog.Origin, thief, _second, null, _log.Time.Now);
        var forged = System.Text.Encoding.UTF8.GetString(change).Replace(
            NoteVerifier.ForLog(TestLog.Origin, thief.PublicKey).ToString(), _log.Log.VerifierKey, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(
            _log.Log.PathOf("minimum.json"), new MinimumIndex(new EntryIndex(512), new EntryIndex(1000), [(3, forged)]).ToJson(), TestLog.Token);

        var result = await _log.VerifyAsync();

        Assert.True(result.Fault!.Code is "ledger_key" or "ledger_checkpoint", result.Fault.Code);
    }
}
