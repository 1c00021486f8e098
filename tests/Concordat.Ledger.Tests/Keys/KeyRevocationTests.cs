using System.Text;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Verification;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Keys;

/// <summary>A key that is found to be stolen, also long after it was replaced: what it alone signed since does not count, and is named.</summary>
public sealed class KeyRevocationTests : IAsyncLifetime
{
    private readonly TestLog _log = new();
    private readonly SigningKey _second = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private byte[] _at100 = [];
    private byte[] _at200 = [];

    private LedgerOptions Second => _log.Options with { Key = _second };

    public async ValueTask InitializeAsync()
    {
        _at100 = await FillAsync(_log.Options, 0, 100);
        _at200 = await FillAsync(_log.Options, 100, 100);
        await LedgerKeyRotation.RunAsync(_log.Options, _second, compromisedFrom: null, TimeProvider.System);
        await FillAsync(Second, 201, 50);
    }

    public ValueTask DisposeAsync()
    {
        _second.Dispose();
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_key_is_declared_stolen_after_it_was_replaced_and_verification_names_it()
    {
        Assert.True((await VerifyAsync(_log.VerifierKey, ("kept", _at200))).IsValid);

        Assert.Equal(251, (await LedgerKeyRotation.RevokeAsync(Second, _log.VerifierKey, 150, TimeProvider.System)).Value);

        var before = await VerifyAsync(_log.VerifierKey, ("kept", _at100));
        var after = await VerifyAsync(_log.VerifierKey, ("kept", _at200));
        Assert.True(before.IsValid, before.Fault?.ToString());
        Assert.Equal([new StolenKey(_log.VerifierKey, 150)], before.Stolen);
        Assert.Equal(("ledger_checkpoint", "kept"), (after.Fault?.Code, after.Fault?.File));
        Assert.Equal($"the checkpoint of 200 entries is not proven by its key: `{_log.VerifierKey}` was declared stolen from entry 150 on", after.Fault!.Message);
    }

    [Fact]
    public async Task Said_twice_the_earlier_theft_holds()
    {
        await LedgerKeyRotation.RevokeAsync(Second, _log.VerifierKey, 50, TimeProvider.System);
        await LedgerKeyRotation.RevokeAsync(Second, _log.VerifierKey, 150, TimeProvider.System);

        Assert.Equal([new StolenKey(_log.VerifierKey, 50)], (await VerifyAsync(_log.VerifierKey)).Stolen);
        Assert.False((await VerifyAsync(_log.VerifierKey, ("kept", _at100))).IsValid);
    }

    [Fact]
    public async Task A_witness_whose_key_was_stolen_vouches_only_for_what_it_cosigned_before()
    {
        using var witness = Cosigner.Generate("vendor.example/witness");
        Cosign(witness);
        Assert.True((await VerifyWitnessedAsync(witness)).IsValid);

        await LedgerKeyRotation.RevokeAsync(Second, witness.Verifier.ToString(), 251, TimeProvider.System);
        Cosign(witness); // of 252 entries
        var since = await VerifyWitnessedAsync(witness);

        Assert.Equal("ledger_witness", since.Fault?.Code);
        Assert.Contains($"is cosigned with `{witness.Verifier}`, which was declared stolen from entry 251 on", since.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_key_in_force_nor_a_size_that_never_was_can_be_named()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => LedgerKeyRotation.RevokeAsync(Second, Vkey(_second), 10, TimeProvider.System));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LedgerKeyRotation.RevokeAsync(Second, _log.VerifierKey, 252, TimeProvider.System));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LedgerKeyRotation.RevokeAsync(Second, _log.VerifierKey, -1, TimeProvider.System));
        await Assert.ThrowsAsync<FormatException>(() => LedgerKeyRotation.RevokeAsync(Second, "nonsense", 1, TimeProvider.System));

        Assert.Empty((await VerifyAsync(_log.VerifierKey)).Stolen);
    }

    [Fact]
    public async Task An_ordinary_append_cannot_revoke_a_key()
    {
        await using var writer = LedgerWriter.Open(Second, TimeProvider.System);
        var entry = KeyRevocation.Write(TestLog.Origin, _second, NoteVerifier.Parse(_log.VerifierKey), 5, DateTimeOffset.UnixEpoch);

        await Assert.ThrowsAsync<ArgumentException>(async () => await writer.AppendAsync(entry, TestLog.Token));
    }

    [Fact]
    public async Task A_revocation_by_an_earlier_key_as_a_thief_of_it_would_write_is_a_fault()
    {
        await using (var writer = LedgerWriter.Open(Second, TimeProvider.System))
        {
            await writer.AppendAnyAsync(KeyRevocation.Write(TestLog.Origin, _log.Key, NoteVerifier.Parse(Vkey(_second)), 5, DateTimeOffset.UnixEpoch));
        }

        var result = await VerifyAsync(_log.VerifierKey);

        Assert.Equal(("ledger_key", 251L), (result.Fault?.Code, result.Fault?.Index?.Value));
    }

    [Fact]
    public void A_revocation_counts_only_with_the_signature_over_these_very_bytes()
    {
        var entry = Encoding.UTF8.GetString(KeyRevocation.Write(TestLog.Origin, _second, NoteVerifier.Parse(_log.VerifierKey), 7, DateTimeOffset.UnixEpoch));
        var revocation = KeyRevocation.Read(Encoding.UTF8.GetBytes(entry))!;
        Assert.Equal((Vkey(_second), _log.VerifierKey, 7L), (revocation.By.ToString(), revocation.Revoked.ToString(), revocation.CompromisedFrom));

        string[] tampered =
        [
            entry.Replace("\"compromised_from\":7", "\"compromised_from\":8", StringComparison.Ordinal),
            entry.Replace("1970", "1971", StringComparison.Ordinal),
            entry.Replace("{\"by", "{ \"by", StringComparison.Ordinal),
            entry.Replace(_log.VerifierKey, Vkey(_second), StringComparison.Ordinal),
        ];
        Assert.All(tampered, static text => Assert.Throws<FormatException>(() => KeyRevocation.Read(Encoding.UTF8.GetBytes(text))));
        Assert.Null(KeyRevocation.Read("""{"type":"key-revocation"}"""u8));
        Assert.Null(KeyRevocation.Read("""{"by":1,"compromised_from":"x","revoked":[],"signatures":[],"time":0,"type":"key-revocation","v":1}"""u8));
    }

    private static string Vkey(SigningKey key) => NoteVerifier.ForLog(TestLog.Origin, key.PublicKey).ToString();

    private async Task<byte[]> FillAsync(LedgerOptions options, long from, int count)
    {
        await using (var writer = LedgerWriter.Open(options, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, from, count);
        }

        return await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token);
    }

    private void Cosign(Cosigner witness)
    {
        var note = File.ReadAllBytes(_log.PathOf("checkpoint"));
        File.WriteAllBytes(_log.PathOf("checkpoint.witnessed"), [.. note, .. Encoding.UTF8.GetBytes(witness.Cosign(SignedNote.Parse(note), DateTimeOffset.UnixEpoch.AddYears(50)))]);
    }

    private Task<LedgerVerificationResult> VerifyWitnessedAsync(Cosigner witness) =>
        LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new() { Witnesses = [witness.Verifier.ToString()] }, TestLog.Token);

    private Task<LedgerVerificationResult> VerifyAsync(string vkey, params (string Name, byte[] Note)[] older) =>
        LedgerVerification.VerifyAsync(_log.LogDirectory, vkey, new() { OlderCheckpoints = older }, TestLog.Token);
}
